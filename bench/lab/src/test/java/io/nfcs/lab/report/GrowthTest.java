package io.nfcs.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results of JMH, grouped by the number that they grow with. */
class GrowthTest {
  private static final String RESULT =
      """
      {"benchmark": "io.Many.put", "mode": "avgt", "threads": %d, "params": {"threads": "%s"},
       "primaryMetric": {"score": %d, "scoreUnit": "%s"}}\
      """;

  /** A result of 1 to 9 forks by one JDK or another. */
  private static final String MEASURED =
      """
      {"benchmark": "io.Many.put", "mode": "avgt", "threads": 1, "forks": %d, "jdkVersion": "%s",
       "warmupIterations": 2, "measurementIterations": 5, "params": {"size": "%d"},
       "primaryMetric": {"score": 1, "scoreUnit": "ns/op"}}\
      """;

  private static final String PARAMETERS =
      """
      {"benchmark": "io.SomeBenchmark.%s", "mode": "avgt", "threads": 1, "params": %s,
       "primaryMetric": {"score": 5, "scoreUnit": "ns/op"}}\
      """;

  @TempDir Path folder;

  @Test
  void shouldTellAParameterNamedThreadsFromTheirNumber() throws IOException {
    List<String> results = new ArrayList<>();
    for (int threads : new int[] {1, 4, 8}) {
      results.add(RESULT.formatted(threads, "none", threads, "ns/op"));
      results.add(RESULT.formatted(threads, "lease", 10 * threads, "ns/op"));
    }
    Growth growth = growth(results).getFirst();
    assertEquals("threads (-t)", growth.over());
    assertEquals(
        Map.of(
            "put, threads none", List.of(1.0, 4.0, 8.0),
            "put, threads lease", List.of(10.0, 40.0, 80.0)),
        scores(growth));
  }

  @Test
  void shouldKeepUnitsApart() throws IOException {
    List<String> results = new ArrayList<>();
    for (int threads : new int[] {1, 2, 4}) {
      results.add(RESULT.formatted(threads, "none", threads, "ns/op"));
      results.add(RESULT.formatted(threads, "none", 100 * threads, "us/op"));
    }
    List<Growth> growths = growth(results);
    assertEquals(
        Set.of(List.of(1.0, 2.0, 4.0), List.of(100.0, 200.0, 400.0)),
        Set.copyOf(growths.stream().flatMap(each -> scores(each).values().stream()).toList()));
  }

  /** As numbers, NaN, 1 and 2 would be three values. */
  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity"})
  void shouldTakeNoParameterForANumberThatIsNotOne(String value) throws IOException {
    List<String> results = new ArrayList<>();
    for (String parameter : List.of("1", "2", value)) {
      results.add(RESULT.formatted(1, parameter, 5, "ns/op"));
    }
    assertEquals(List.of(), growth(results));
  }

  @Test
  void shouldSayWhatMeasuredEachOfItsResults() throws IOException {
    Growth growth =
        growth(
                List.of(
                    MEASURED.formatted(1, "25", 1),
                    MEASURED.formatted(1, "25", 2),
                    MEASURED.formatted(3, "26", 3)))
            .getFirst();
    assertEquals(
        "JDK 25, forks 1, iterations 5 after 2; JDK 26, forks 3, iterations 5 after 2",
        growth.where());
  }

  @Test
  void shouldSayWhatMeasuredThatWhichIsShown() throws IOException {
    List<String> results = new ArrayList<>();
    for (String jdk : List.of("25", "26")) {
      for (int size = 1; size <= 3; size++) {
        results.add(MEASURED.formatted(1, jdk, size));
      }
    }
    assertEquals("JDK 26, forks 1, iterations 5 after 2", growth(results).getFirst().where());
  }

  @Test
  void shouldLeaveOutResultsThatLackTheNumber() throws IOException {
    List<String> results = new ArrayList<>();
    results.add(PARAMETERS.formatted("other", "{\"k\": \"v\"}"));
    for (String n : List.of("\"1\"", "\"2\"", "\"3\"", "\"NaN\"", "\"-Infinity\"", "null")) {
      results.add(PARAMETERS.formatted("m", "{\"n\": " + n + "}"));
    }
    Growth growth = growth(results).getFirst();
    assertEquals("n", growth.over());
    assertEquals(Map.of("m", List.of(5.0, 5.0, 5.0)), scores(growth));
    assertEquals(4, growth.leftOut());
  }

  @Test
  void shouldTakeTheNumberOfMostResultsIfTwoHaveAsManyValues() throws IOException {
    List<String> results = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      results.add(PARAMETERS.formatted("one", "{\"a\": " + i + "}"));
      results.add(PARAMETERS.formatted("two", "{\"b\": " + i + "}"));
      results.add(PARAMETERS.formatted("three", "{\"b\": " + i + "}"));
    }
    assertEquals("b", growth(results).getFirst().over());
  }

  @Test
  void shouldTakeBothZerosForOneValue() throws IOException {
    List<String> results = new ArrayList<>();
    for (String n : List.of("0", "-0", "0.0", "1", "2")) {
      results.add(PARAMETERS.formatted("m", "{\"n\": \"" + n + "\"}"));
    }
    assertEquals(List.of(0.0, 1.0, 2.0), growth(results).getFirst().values());
  }

  @Test
  void shouldTellApartBenchmarksOfOneName() throws IOException {
    assertNames(List.of("Some (avgt)", "Some (ss)"), "\"avgt\"", "\"ss\"");
    assertNames(List.of("Some (ns/op)", "Some (us/op)"), "ns/op", "us/op");
    assertNames(List.of("io.SomeBenchmark", "net.SomeBenchmark"), "io.", "net.");
    assertNames(List.of("io.SomeBenchmark", "io.Some"), "io.SomeBenchmark.", "io.Some.");
    assertNames(List.of("Some", "Other"), "io.Some", "io.Other");
  }

  /** Asserts the names of two benchmarks that differ in a text of their results. */
  private void assertNames(List<String> names, String one, String other) throws IOException {
    List<String> results = new ArrayList<>();
    for (int n = 1; n <= 3; n++) {
      String result = PARAMETERS.formatted("m", "{\"n\": " + n + "}");
      results.add(result);
      results.add(result.replace(one, other));
    }
    assertEquals(names, growth(results).stream().map(Growth::name).toList());
  }

  /** JMH writes none, but another tool may. */
  @ParameterizedTest
  @CsvSource({"io.SomeBenchmark.m, Some", "m, m", ".m, m", "Benchmark.m, Benchmark"})
  void shouldHaveAName(String benchmark, String name) throws IOException {
    List<String> results = new ArrayList<>();
    for (int n = 1; n <= 3; n++) {
      results.add(
          PARAMETERS.formatted("m", "{\"n\": " + n + "}").replace("io.SomeBenchmark.m", benchmark));
    }
    Growth growth = growth(results).getFirst();
    assertEquals(name, growth.name());
    assertEquals(Set.of("m"), growth.charts().getFirst().lines().keySet());
  }

  @Test
  void shouldSayTheNumbersOfEachMethod() {
    assertMessage(
        refused(
            List.of(
                PARAMETERS.formatted("one", "{\"a\": 1}"),
                PARAMETERS.formatted("two", "{\"b\": 1}"),
                PARAMETERS.formatted("two", "{\"b\": 2}"))),
        "; found Some (avgt, ns/op): a has 1 value, threads has 1 value, b has 2 values");
  }

  @Test
  void shouldSayWhichNumbersThereAreIfNoneHasEnoughValues() {
    ConfigException refused =
        refused(
            List.of(
                RESULT.formatted(1, "1", 5, "ns/op"),
                RESULT.formatted(1, "2", 5, "ns/op"),
                RESULT.formatted(1, "none", 5, "us/op")));
    assertMessage(
        refused,
        "; found Many (avgt, ns/op): threads has 2 values, threads (-t) has 1 value;"
            + " Many (avgt, us/op): threads (-t) has 1 value");
  }

  @Test
  void shouldSayTheFirstOfManyNumbersWithTooFewValues() {
    List<String> results = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      results.add(RESULT.formatted(1, "none", 5, "unit" + i));
    }
    ConfigException refused = refused(results);
    assertMessage(refused, "unit4): threads (-t) has 1 value; and 7 more");
    assertTrue(!String.valueOf(refused.getMessage()).contains("unit5"), refused::getMessage);
  }

  private ConfigException refused(List<String> results) {
    return assertThrows(
        ConfigException.class,
        () -> GrowthPage.write(List.of(written(results)), folder.resolve("growth.html")));
  }

  private static void assertMessage(ConfigException refused, String end) {
    assertTrue(String.valueOf(refused.getMessage()).endsWith(end), refused::getMessage);
  }

  private static Map<String, List<@Nullable Double>> scores(Growth growth) {
    Map<String, List<@Nullable Double>> scores = new TreeMap<>();
    growth
        .charts()
        .getFirst()
        .lines()
        .forEach((name, line) -> {
          List<@Nullable Double> values = new ArrayList<>();
          line.forEach(score -> values.add(score == null ? null : score.value()));
          scores.put(name, values);
        });
    return scores;
  }

  private List<Growth> growth(List<String> results) throws IOException {
    return Growth.of(JmhFile.read(written(results)));
  }

  private Path written(List<String> results) throws IOException {
    return Files.writeString(folder.resolve("jmh.json"), results.toString());
  }
}
