package io.nfcs.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nfcs.config.ConfigException;
import io.nfcs.house.Sources;
import io.nfcs.lab.OpenedPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of short runs of this project's JMH benchmarks. */
@Tag("slow")
@Timeout(120)
class GrowthPageTest {
  private static final Path RESULTS = Sources.ROOT.resolve("bench/lab/src/test/resources/jmh");
  private static final Path SMALL_ENTRIES = RESULTS.resolve("small-entries.json");
  private static final List<Path> MISSES =
      Stream.of(1, 4, 8).map(threads -> RESULTS.resolve("near-miss-" + threads + ".json")).toList();

  @TempDir private Path folder;

  @Test
  void shouldFindTheLineOfEachPeerForEachCounter() throws IOException {
    Growth growth = only(List.of(SMALL_ENTRIES));
    assertEquals("SmallEntries", growth.name());
    assertEquals("entries", growth.over());
    assertEquals(List.of(1000.0, 10_000.0, 100_000.0), growth.values());
    assertEquals(
        List.of(
            "heap",
            "resident",
            "mean",
            "p50",
            "p99",
            "longest",
            "collection",
            "Single shot invocation time"),
        growth.charts().stream().map(Growth.Chart::title).toList());
    JsonNode written = new ObjectMapper().readTree(SMALL_ENTRIES.toFile());
    for (Growth.Chart chart : growth.charts()) {
      assertEquals(Set.of("nfcs", "caffeine", "ehcache", "chronicleMap"), chart.lines().keySet());
      assertTrue(!chart.shows().isBlank(), chart.title());
      for (JsonNode result : written) {
        JsonNode counter = result.path("secondaryMetrics").path(chart.title());
        JsonNode metric = counter.isMissingNode() ? result.path("primaryMetric") : counter;
        String peer = result.path("benchmark").asText().replaceFirst(".*\\.", "");
        int at = growth.values().indexOf(result.path("params").path("entries").asDouble());
        List<@Nullable JmhScore> line = Objects.requireNonNull(chart.lines().get(peer));
        JmhScore score = Objects.requireNonNull(line.get(at));
        assertEquals(metric.path("score").asDouble(), score.value(), chart.title());
      }
    }
  }

  @Test
  void shouldTakeTheNumberOfThreadsOfSeveralRuns() throws IOException {
    Growth growth = only(MISSES);
    assertEquals("NearMiss", growth.name());
    assertEquals("threads", growth.over());
    assertEquals(List.of(1.0, 4.0, 8.0), growth.values());
    assertEquals(Set.of("nfcs", "caffeine"), growth.charts().getFirst().lines().keySet());
    assertEquals("ns/op", growth.charts().getFirst().shows());
  }

  /** Both numbers vary: the one with more values is across, the other in the names of the lines. */
  @Test
  void shouldNameLinesByWhatElseVaries() throws IOException {
    Path other = folder.resolve("other.json");
    Files.writeString(
        other, Files.readString(SMALL_ENTRIES).replaceAll("\"threads\" *: *1,", "\"threads\": 2,"));
    Growth growth = only(List.of(SMALL_ENTRIES, other));
    assertEquals("entries", growth.over());
    assertEquals(
        Set.of(
            "nfcs, threads 1",
            "nfcs, threads 2",
            "caffeine, threads 1",
            "caffeine, threads 2",
            "ehcache, threads 1",
            "ehcache, threads 2",
            "chronicleMap, threads 1",
            "chronicleMap, threads 2"),
        growth.charts().getFirst().lines().keySet());
  }

  @ParameterizedTest
  @ValueSource(ints = {1280, 400})
  void shouldDrawWhatIsThere(int width) throws Exception {
    Path page = folder.resolve("growth.html");
    assertEquals(
        List.of("SmallEntries", "NearMiss"),
        GrowthPage.write(Stream.concat(Stream.of(SMALL_ENTRIES), MISSES.stream()).toList(), page));
    JsonNode found = OpenedPage.open("open_growth.js", page, width);
    assertEquals("Growth: SmallEntries, NearMiss", found.at("/title").asText());
    assertEquals(
        "[\"SmallEntries by entries\",\"NearMiss by threads\"]", found.at("/headings").toString());
    assertEquals("[true,false]", found.at("/wide").toString(), "by decades");
    assertEquals(9, found.at("/charts").asInt());
    assertEquals(
        "[\"entries\",\"1000\",\"10\u202f000\",\"100\u202f000\"]",
        found.at("/tables/0/0").toString());
    assertEquals("[\"threads\",\"1\",\"4\",\"8\"]", found.at("/tables/8/0").toString());
    for (JsonNode chart : found.at("/lines")) {
      assertTrue(chart.size() >= 2, found::toString);
      chart.forEach(line -> assertTrue(line.path("pixels").asInt() > 0, found::toString));
    }
  }

  @Test
  void shouldDrawErrorBars() throws Exception {
    JsonNode found =
        opened(
            "error-bars",
            result("Known", "1", "100", "\"NaN\""),
            result("Known", "2", "100", "50"),
            result("Known", "3", "100", "\"NaN\""),
            result("Decades", "1", "1", "5"),
            result("Decades", "2", "100", "30"),
            result("Decades", "3", "10000", "2000"));
    assertEquals(
        "Error bars and ± show the 99.9 % confidence interval of the mean, as JMH computes it; a"
            + " point without them has none.",
        found.at("/notes/0").asText());
    assertEquals("[\"put\",\"100\",\"100 ± 50\",\"100\"]", found.at("/tables/0/1").toString());
    JsonNode flat = found.at("/lines/0/0");
    assertTrue(flat.path("height").asDouble() > 0.5, found::toString);
    assertFalse(flat.path("atBottom").asBoolean(), found::toString);
    JsonNode decades = found.at("/lines/1/0");
    assertTrue(decades.path("atBottom").asBoolean(), found::toString);
    assertTrue(found.at("/notes/4").asText().contains("continues below the axis"), found::toString);
    assertFalse(decades.path("below").asBoolean(), found::toString);
  }

  @Test
  void shouldNotJoinALineOverAGap() throws Exception {
    JsonNode found =
        opened(
            "gaps",
            result("Missing", "1", "1", "0"),
            result("Missing", "2", "\"NaN\"", "0"),
            result("Missing", "3", "1", "0"),
            result("Zero", "1", "1", "0"),
            result("Zero", "2", "0", "0"),
            result("Zero", "3", "100", "0"));
    for (int chart = 0; chart < 2; chart++) {
      JsonNode line = found.at("/lines").path(chart).path(0);
      assertTrue(line.path("pixels").asInt() > 0, found::toString);
      assertTrue(line.path("width").asDouble() < 0.2, found::toString);
    }
  }

  @Test
  void shouldTellNumbersApartThatAreNearToEachOther() throws Exception {
    JsonNode found =
        opened(
            "near",
            result("Near", "1000", "1", "0"),
            result("Near", "1001", "1.2341", "0"),
            result("Near", "2000000", "1.2342", "0"));
    assertEquals(
        "[[\"size\",\"1000\",\"1001\",\"2\u202f000\u202f000\"],[\"put\",\"1 ± 0\",\"1.2341 ± 0\",\"1.2342 ± 0\"]]",
        found.at("/tables/0").toString());
  }

  @Test
  void shouldShowParametersExactly() throws Exception {
    JsonNode found =
        opened(
            "exact",
            result("Exact", "1024", "1", "0"),
            result("Exact", "1048576", "1", "0"),
            result("Exact", "0.0001", "1", "0"),
            result("Exact", "1e300", "1", "0"));
    assertEquals(
        "[\"size\",\"0.0001\",\"1024\",\"1\u202f048\u202f576\",\"1e+300\"]",
        found.at("/tables/0/0").toString());
    assertEquals(
        "[\"0.0001\",\"1024\",\"1\u202f048\u202f576\",\"1e+300\"]",
        found.at("/ticks/0").toString());
  }

  @Test
  void shouldNotCutTheLastMarkOfAnAxis() throws Exception {
    JsonNode found =
        opened(
            "cut",
            400,
            result("Cut", "1", "1", "0"),
            result("Cut", "1024", "1", "0"),
            result("Cut", "1073741824", "1", "0"));
    assertEquals("[false]", found.at("/cut").toString());
  }

  /** Without an error too, 300 zeros would be most of the page. */
  @Test
  void shouldShowHugeAndTinyScoresWithExponents() throws Exception {
    JsonNode found =
        opened(
            "exponents",
            result("Huge", "1", "1.5e300", "\"NaN\""),
            result("Huge", "2", "2e-300", "\"NaN\""),
            result("Huge", "3", "-0.0", "\"NaN\""));
    assertEquals("[\"put\",\"1.5e+300\",\"2e-300\",\"0\"]", found.at("/tables/0/1").toString());
  }

  @Test
  void shouldSayThatAChartHasNoPoint() throws Exception {
    JsonNode found =
        opened(
            "no-point",
            result("None", "1", "\"NaN\"", "\"NaN\""),
            result("None", "2", "\"NaN\"", "\"NaN\""),
            result("None", "3", "\"NaN\"", "\"NaN\""));
    assertEquals(0, found.at("/charts").asInt(), found::toString);
    assertEquals("JMH has no number for any point", found.at("/notes/2").asText());
    assertEquals(
        "[[\"size\",\"1\",\"2\",\"3\"],[\"put\",\"\",\"\",\"\"]]",
        found.at("/tables/0").toString());
  }

  /** An error says which digits of a score are known: those are shown, and no others. */
  @Test
  void shouldShowAScoreAsFineAsItsError() throws Exception {
    List<List<String>> scores =
        List.of(
            List.of("3702.9", "0.2", "3702.90 ± 0.20"),
            List.of("1234.5678", "9.96", "1234.6 ± 10.0"),
            List.of("100", "50", "100 ± 50"),
            List.of("1234567", "2345", "1\u202f234\u202f600 ± 2300"),
            List.of("0.004096", "1e-8", "4.096000e-3 ± 1.0e-8"),
            List.of("1e-6", "1e-8", "1.000e-6 ± 1.0e-8"),
            List.of("1e300", "2e298", "1.000e+300 ± 2.0e+298"),
            List.of("0.001", "30", "0 ± 30"),
            List.of("-0.001", "30", "0 ± 30"),
            List.of("1e-9", "1e-6", "0 ± 1.0e-6"),
            List.of("0", "0.5", "0.00 ± 0.50"),
            List.of("3702.9", "0", "3702.9 ± 0"));
    List<String> results = new ArrayList<>();
    for (int i = 0; i < scores.size(); i++) {
      List<String> score = scores.get(i);
      results.add(result("Fine", Integer.toString(i + 1), score.get(0), score.get(1)));
    }
    JsonNode found = opened("fine", results.toArray(String[]::new));
    for (int i = 0; i < scores.size(); i++) {
      assertEquals(scores.get(i).get(2), found.at("/tables/0/1").get(i + 1).asText());
    }
  }

  @Test
  void shouldSayHowManyResultsAreLeftOut() throws Exception {
    List<String> results = new ArrayList<>();
    for (String size : List.of("1", "2", "3", "none")) {
      results.add(result("Some", size, "1", "0"));
    }
    JsonNode one = opened("left-out", results.toArray(String[]::new));
    assertEquals(
        "JDK not known; one result without a number for size is left out",
        one.at("/notes/1").asText());
    results.add(result("Some", "NaN", "1", "0"));
    JsonNode two = opened("left-out-2", results.toArray(String[]::new));
    assertEquals(
        "JDK not known; 2 results without a number for size are left out",
        two.at("/notes/1").asText());
  }

  @Test
  void shouldNotOverwriteResults() throws IOException {
    Path results = Files.copy(SMALL_ENTRIES, folder.resolve("jmh.json"));
    Path deep = Files.createDirectory(folder.resolve("deep"));
    Path link = Files.createSymbolicLink(folder.resolve("link.html"), results);
    Path name = Files.createLink(folder.resolve("name.html"), results);
    for (Path page : List.of(results, deep.resolve("../jmh.json"), link, name)) {
      ConfigException refused =
          assertThrows(
              ConfigException.class, () -> GrowthPage.write(List.of(SMALL_ENTRIES, results), page));
      assertEquals(
          "the page "
              + page
              + " would overwrite the results in "
              + results
              + "; expected another file for the page",
          refused.getMessage());
    }
    assertEquals(Files.readString(SMALL_ENTRIES), Files.readString(results));
  }

  private JsonNode opened(String name, String... results) throws Exception {
    return opened(name, 1280, results);
  }

  private JsonNode opened(String name, int width, String... results) throws Exception {
    Path file = folder.resolve("jmh.json");
    Files.writeString(file, List.of(results).toString());
    Path page = folder.resolve(name + ".html");
    GrowthPage.write(List.of(file), page);
    return OpenedPage.open("open_growth.js", page, width);
  }

  private static String result(String type, String size, String score, String error) {
    return """
    {"benchmark": "io.%s.put", "mode": "avgt", "threads": 1, "params": {"size": "%s"},
     "primaryMetric": {"score": %s, "scoreError": %s, "scoreUnit": "ns/op"}}\
    """
        .formatted(type, size, score, error);
  }

  @Test
  void shouldRefuseWhatDoesNotGrow() {
    assertRefused(
        "a number with three values or more; found NearMiss (avgt, ns/op): threads has 2 values",
        MISSES.subList(0, 2));
  }

  private void assertRefused(String why, List<Path> results) {
    ConfigException refused =
        assertThrows(
            ConfigException.class, () -> GrowthPage.write(results, folder.resolve("growth.html")));
    assertTrue(String.valueOf(refused.getMessage()).contains(why), refused::getMessage);
  }

  private static Growth only(List<Path> files) throws IOException {
    List<JmhResult> results = new ArrayList<>();
    for (Path file : files) {
      results.addAll(JmhFile.read(file));
    }
    List<Growth> growths = Growth.of(results);
    assertEquals(1, growths.size());
    return growths.getFirst();
  }
}
