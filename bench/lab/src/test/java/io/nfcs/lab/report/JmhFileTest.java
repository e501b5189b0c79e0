package io.nfcs.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nfcs.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of JMH, and the messages for other files. */
class JmhFileTest {
  private static final String A_LIST =
      "; expected a list of results, which JMH writes with -rf json";

  private static final String RESULT =
      """
      {"benchmark": "io.Many.put", "mode": "avgt", "threads": 1,
       "primaryMetric": {"score": 5.5, "scoreError": 0.5, "scoreUnit": "ns/op"},
       "secondaryMetrics": {"misses": {"score": 7, "scoreError": 2.5, "scoreUnit": "#"}}}\
      """;

  @TempDir Path folder;

  @Test
  void shouldReadScoresWithTheirErrors() throws IOException {
    JmhResult result = only(RESULT);
    assertEquals(new JmhScore(5.5, 0.5), result.score());
    assertEquals(Map.of("misses", new JmhScore(7, 2.5)), result.counters());
  }

  /** Texts of JMH for numbers that JSON does not have. */
  @ParameterizedTest
  @ValueSource(strings = {"NaN", "+INF", "-INF"})
  void shouldReadWhatJsonHasNoNumberForAsGaps(String gap) throws IOException {
    JmhResult result = only(RESULT.replaceAll("(5.5|7|0.5|2.5),", "\"" + gap + "\","));
    assertEquals(Double.NaN, result.score().value());
    assertEquals(Double.NaN, result.score().error());
    JmhScore counter = Objects.requireNonNull(result.counters().get("misses"));
    assertEquals(new JmhScore(Double.NaN, Double.NaN), counter);
  }

  @Test
  void shouldReadScoresWithoutErrors() throws IOException {
    JmhResult result = only(RESULT.replace("\"scoreError\": 0.5, ", ""));
    assertEquals(new JmhScore(5.5, Double.NaN), result.score());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | JDK not known",
        "'\"jdkVersion\": null, \"forks\": 2,' | JDK not known, forks 2",
        "'\"jdkVersion\": \"25\", \"measurementIterations\": 5,' | JDK 25, iterations 5",
        "'\"warmupIterations\": 2, \"measurementIterations\": 5,'"
            + " | JDK not known, iterations 5 after 2"
      })
  void shouldSayWhatMeasuredAResultAsFarAsTheFileDoes(String fields, String where)
      throws IOException {
    assertEquals(
        where, only(RESULT.replace("{\"benchmark\"", "{" + fields + "\"benchmark\"")).where());
  }

  @Test
  void shouldHaveNoNumberOfThreadsThatTheFileDoesNotSay() throws IOException {
    assertEquals(Map.of(), only(RESULT.replace("\"threads\": 1,", "")).parameters());
  }

  @Test
  void shouldRefuseWhatIsNotAFile() {
    assertEquals(
        folder + " is a folder; expected a file of JMH, which it writes with -rf json -rff FILE",
        message(folder));
    Path none = folder.resolve("none.json");
    assertEquals(
        none + " does not exist; expected a file of JMH, which it writes with -rf json -rff FILE",
        message(none));
  }

  @Test
  void shouldRefuseWhatIsNotAListOfResults() throws IOException {
    assertRefused("[]", ": no results in it; expected one at least");
    assertRefused("{}", ": {} is not a list of results" + A_LIST);
    assertRefused("5", ": 5 is not a list of results" + A_LIST);
    assertRefused("", ": empty is not a list of results" + A_LIST);
    assertRefused(
        "[" + RESULT + "]\n[" + RESULT + "]", ":4: more text follows the end of the list" + A_LIST);
    assertRefused(
        "[\nno]",
        ":2: not JSON (Unrecognized token 'no': was expecting (JSON String, Number, Array, Object"
            + " or token 'null', 'true' or 'false'))"
            + A_LIST);
  }

  @Test
  void shouldRefuseWhatIsNotAResult() throws IOException {
    assertRefused(
        "[" + RESULT + ", 5]",
        ": result 2: it is 5; expected an object with benchmark, mode and primaryMetric");
    assertRefused(
        "[{\"a\": 1}]", ": result 1: benchmark is missing; expected the name of a benchmark");
    assertRefused(
        "[{\"benchmark\": \"\"}]",
        ": result 1: benchmark is \"\"; expected the name of a benchmark");
    assertRefused(
        "[{\"benchmark\": \"io.Many.put\", \"mode\": \"ss\"}]",
        ": result 1 (io.Many.put): primaryMetric.score is missing; expected a number, or \"NaN\"");
  }

  @ParameterizedTest
  @CsvSource({
    "5.5, primaryMetric.score",
    "0.5, primaryMetric.scoreError",
    "7, secondaryMetrics.misses.score",
    "2.5, secondaryMetrics.misses.scoreError"
  })
  void shouldRefuseAScoreThatIsNotANumber(String number, String field) throws IOException {
    assertRefused(
        "[" + RESULT.replace(": " + number + ",", ": \"fast\",") + "]",
        ": result 1 (io.Many.put): " + field + " is \"fast\"; expected a number, or \"NaN\"");
  }

  @Test
  void shouldRefuseAModeThatJmhDoesNotKnow() throws IOException {
    assertRefused(
        "[" + RESULT.replace("avgt", "best") + "]",
        ": result 1 (io.Many.put): mode is \"best\"; expected one of [thrpt, avgt, sample, ss]");
  }

  @Test
  void shouldQuoteTheStartOfALongValue() throws IOException {
    assertRefused(
        "\"" + "x".repeat(1000) + "\"",
        ": \"" + "x".repeat(59) + "... is not a list of results" + A_LIST);
  }

  private JmhResult only(String result) throws IOException {
    return JmhFile.read(written("[" + result + "]")).getFirst();
  }

  private void assertRefused(String text, String why) throws IOException {
    Path file = written(text);
    assertEquals(file + why, message(file));
  }

  private static String message(Path file) {
    ConfigException refused = assertThrows(ConfigException.class, () -> JmhFile.read(file));
    return String.valueOf(refused.getMessage());
  }

  private Path written(String text) throws IOException {
    return Files.writeString(folder.resolve("jmh.json"), text);
  }
}
