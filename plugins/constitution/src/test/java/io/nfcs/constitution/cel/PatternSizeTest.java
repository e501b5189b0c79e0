package io.nfcs.constitution.cel;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The size of a pattern that is found from its text, against that of the compiled program. */
@Timeout(60)
class PatternSizeTest {
  private static final String[] PIECES = {
    "a",
    "b",
    "\\(",
    "\\)",
    "[)]",
    "[^]a]",
    "[[:alpha:])]",
    "[a\\]{9}]",
    "\\Q({9})\\E",
    "\\pL",
    "\\x{41}",
    "\\p{Greek}",
    "{",
    "}",
    ".",
    "^",
    "$",
    "\\d",
    "\\b",
    "(?:",
    "(",
    "(?i)",
    "(?P<n>",
    ")",
    ")",
    ")",
    "|",
    "*",
    "+",
    "?",
    "{3}",
    "{2,}",
    "{0,4}",
    "{1,2}?",
    "]",
    ":",
    "\u00e9"
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(((a{1000}){1000}){1000})",
        "((a{100}){100}){100}",
        "(?:(?:(?:[a-z]{50}){50}){50})",
        "(\\Qab\\E{1000}){1000}",
        "([)]{1000}){1000}",
        "(\\){1000}){1000}",
        "((?i:x{500}|y{500}){500})",
        "(.*.*.*){1000}",
        "(a{0,1000}){0,1000}",
        "((a?){1000}){1000}",
        "a{1000}",
      })
  void shouldRefuseWhatGrowsBeforeItIsCompiled(String pattern) {
    assertThrows(IllegalArgumentException.class, () -> new Patterns().add(pattern));
    assertTrue(PatternSize.of(pattern) > Patterns.MAX_PROGRAM, pattern);
  }

  @Test
  void shouldRefuseWhatIsNestedDeeply() {
    String deep = "(".repeat(2000) + ")".repeat(2000);
    assertThrows(IllegalArgumentException.class, () -> new Patterns().add(deep));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"^(read|write)\\..*$", "[a-z]+(\\.[a-z]+){0,20}", "(?i)delete", "", "\\d{3}"})
  void shouldTakeWhatIsUsual(String pattern) {
    new Patterns().add(pattern);
  }

  @Test
  void shouldNeverFindLessThanTheProgramHas() {
    SplittableRandom random = new SplittableRandom(7);
    int compiled = 0;
    for (int i = 0; i < 40_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(1, 12); n > 0; n--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      String pattern = text.toString();
      long size = PatternSize.of(pattern);
      if (size < 100_000) {
        try {
          long real = Pattern.compile(pattern).programSize();
          assertTrue(real <= size, () -> pattern + ": " + real + " above " + size);
          compiled++;
        } catch (PatternSyntaxException wrong) {
          // a malformed pattern may have any size
        }
      }
    }
    assertTrue(compiled > 5000, "too few patterns: " + compiled);
  }
}
