package io.nfcs.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bash itself offers with the script. */
@Timeout(60)
class CompletionCommandTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "jour, journal",
    "re, replay",
    "journal ver, verify",
    "run --tic, --ticks",
    "replay --veri, --verify"
  })
  void shouldComplete(String typed, String expected) throws IOException, InterruptedException {
    assertEquals(Set.of(expected), offered(typed));
  }

  private Set<String> offered(String typed) throws IOException, InterruptedException {
    Path script =
        Files.writeString(folder.resolve("nfcs.bash"), CommandOutput.of("completion", "bash"));
    String words = "nfcs " + typed;
    int last = words.split(" ", -1).length - 1;
    String ask =
        "source "
            + script
            + "; COMP_WORDS=("
            + words
            + "); COMP_CWORD="
            + last
            + "; COMP_LINE='"
            + words
            + "'; COMP_POINT="
            + words.length()
            + "; _complete_nfcs; printf '%s\\n' \"${COMPREPLY[@]}\"";
    Path out = folder.resolve("out");
    Process bash =
        new ProcessBuilder("bash", "-c", ask)
            .redirectOutput(out.toFile())
            // compopt works within a completion only
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    bash.waitFor();
    List<String> lines = Files.readAllLines(out);
    assertTrue(lines.stream().allMatch(line -> line.matches("[\\w-]+ ?")), lines::toString);
    return Set.copyOf(lines.stream().map(String::strip).toList());
  }
}
