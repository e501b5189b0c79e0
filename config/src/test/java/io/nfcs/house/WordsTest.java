package io.nfcs.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Check for phrases that are not plain English, in all texts that a user or a colleague reads. */
class WordsTest {
  private static final Pattern OTHER_THAN_PLAIN =
      Pattern.compile(
          String.join(
              "|",
              // not a, not an
              "(?<!there )\\b(?:is|are) no (?!longer|more|larger|greater|separate)[a-z]+\\b",
              // except, except for
              "\\bbut for\\b",
              // again
              "\\banew\\b",
              // result, total
              "\\b(?:has|have|what) \\w* ?c[ao]me to\\b",
              // lack of
              "\\bfor want of\\b",
              // recently
              "\\bof late\\b(?! ticks)",
              // continues
              "\\bgo(?:es)? on\\b",
              // fixed
              "\\bmend(?:s|ed)?\\b"),
          Pattern.CASE_INSENSITIVE);

  @Test
  void shouldBePlain() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : Sources.files("java", "md", "yaml", "html", "js", "options")) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (OTHER_THAN_PLAIN.matcher(lines.get(i)).find()) {
          found.add(Sources.ROOT.relativize(file) + ":" + (i + 1) + ": " + lines.get(i).strip());
        }
      }
    }
    assertEquals(List.of(), found);
  }

  @Test
  void shouldFindWhatIsNotPlain() {
    assertTrue(OTHER_THAN_PLAIN.matcher("cgl is " + "no folder").find());
    assertTrue(OTHER_THAN_PLAIN.matcher("all but " + "for one").find());
    assertTrue(OTHER_THAN_PLAIN.matcher("it is made ane" + "w").find());
    assertTrue(OTHER_THAN_PLAIN.matcher("what a run has come " + "to").find());
    assertFalse(OTHER_THAN_PLAIN.matcher("there is no folder").find());
    assertFalse(OTHER_THAN_PLAIN.matcher("it is no longer there").find());
  }
}
