package io.nfcs.lab.semantic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SemanticEvaluationTest {
  private static final NfcsConfig CONFIG = NfcsConfig.parse("test", "");

  @TempDir Path folder;

  @Test
  void shouldBeRightNineteenTimesOfTwentyAtTheRecommendedThreshold() {
    Path file =
        Path.of(System.getProperty("nfcs.shared.dir", "../shared"), "data/text/banking77-test.csv");
    assumeTrue(Files.isReadable(file), file + " is not there: the precision is not checked");
    ThresholdResult result = new SemanticEvaluation(CONFIG, LabelledTexts.read(file)).at(0.95);
    assertEquals(3080, result.lookups());
    assertTrue(result.precision().value() >= 0.95, result::toString);
    assertTrue(result.hits() >= 100, result::toString);
  }

  @Test
  void shouldCountPairs() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("pairs.csv"),
            """
            text_a,text_b,same
            "Hello, world",hello world,1
            Open the door,Open the doors!,0
            Open the door,Close the door,no
            What rains,A sonnet of mine,true
            """);
    assertEquals(
        new ThresholdResult(0.9, 4, 2, 2, 1),
        new SemanticEvaluation(CONFIG, LabelledTexts.read(file)).at(0.9));
  }

  @Test
  void shouldCountTextsInTheirOrder() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("texts.csv"),
            """
            category,text
            greet,hello world
            greet,Hi world
            other,HELLO world
            greet,farewell
            """);
    assertEquals(
        new ThresholdResult(0.95, 4, 2, 2, 1),
        new SemanticEvaluation(CONFIG, LabelledTexts.read(file)).at(0.95));
  }

  /** The table of Wilson intervals for 95 % in Newcombe (1998), table I. */
  @ParameterizedTest
  @CsvSource({
    "81, 263, 0.2553, 0.3662",
    "15, 148, 0.0624, 0.1605",
    "0, 20, 0.0000, 0.1611",
    "1, 29, 0.0061, 0.1718"
  })
  void shouldGiveTheIntervalsThatArePublished(long part, long whole, double low, double high) {
    ThresholdResult.Share share = ThresholdResult.Share.of(part, whole);
    assertEquals(low, share.low(), 5e-5);
    assertEquals(high, share.high(), 5e-5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,b\\n1,2                        | columns [a, b], allowed text_a,text_b,same or",
        "text_a,text_b,same\\nx,y,perhaps | same: perhaps, allowed 1, true, yes and 0, false, no",
        "text,category                    | no rows, allowed is at least one"
      })
  void shouldSayWhatIsWrongWithAFile(String content, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("bad.csv"), content.replace("\\n", "\n"));
    ConfigException refused = assertThrows(ConfigException.class, () -> LabelledTexts.read(file));
    assertTrue(String.valueOf(refused.getMessage()).contains(message), refused.getMessage());
    assertThrows(ConfigException.class, () -> LabelledTexts.read(folder.resolve("none.csv")));
  }
}
