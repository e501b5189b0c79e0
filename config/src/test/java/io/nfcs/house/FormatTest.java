package io.nfcs.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Check that every source is as google-java-format writes it; {@code -Dformat.fix=true} rewrites
 * them.
 */
@Timeout(120)
class FormatTest {
  private final Formatter formatter = new Formatter();

  @Test
  void shouldBeFormatted() throws IOException {
    List<Path> unformatted =
        Sources.java().parallelStream().filter(file -> !isFormatted(file)).toList();
    assertEquals(
        List.of(),
        unformatted,
        "format with: mvn -pl config test -Dtest=FormatTest -Dformat.fix=true");
  }

  private boolean isFormatted(Path file) {
    try {
      String source = Files.readString(file);
      String formatted = format(source);
      boolean isFormatted = formatted.equals(source);
      if (!isFormatted && Boolean.getBoolean("format.fix")) {
        Files.writeString(file, formatted);
      }
      return isFormatted;
    } catch (IOException | FormatterException e) {
      throw new AssertionError(file.toString(), e);
    }
  }

  @Test
  void shouldNoticeWhatIsNotFormatted() throws FormatterException {
    String source = "package a;\nclass A{int x ;}\n";
    assertFalse(format(source).equals(source));
  }

  private String format(String source) throws FormatterException {
    String ordered = ImportOrderer.reorderImports(source, Style.GOOGLE);
    return formatter.formatSource(RemoveUnusedImports.removeUnusedImports(ordered));
  }
}
