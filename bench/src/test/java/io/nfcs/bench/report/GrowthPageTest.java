package io.nfcs.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nfcs.bench.OpenedPage;
import io.nfcs.bench.Sources;
import io.nfcs.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What JMH has written in short runs of this project's benchmarks. */
@Timeout(120)
class GrowthPageTest {
  private static final Path RESULTS = Sources.ROOT.resolve("bench/src/test/resources/jmh");
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
        List<@Nullable Double> line = Objects.requireNonNull(chart.lines().get(peer));
        assertEquals(metric.path("score").asDouble(), line.get(at), chart.title());
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
    assertEquals("[\"entries\",\"1K\",\"10K\",\"100K\"]", found.at("/tables/0/0").toString());
    assertEquals("[\"threads\",\"1\",\"4\",\"8\"]", found.at("/tables/8/0").toString());
    for (JsonNode chart : found.at("/painted")) {
      assertTrue(chart.size() >= 2, found::toString);
      chart.forEach(line -> assertTrue(line.asInt() > 0, found::toString));
    }
  }

  @Test
  void shouldRefuseWhatDoesNotGrow() {
    assertRefused("three values", MISSES.subList(0, 2));
    assertRefused("-rff FILE", List.of(folder.resolve("none.json")));
  }

  @Test
  void shouldRefuseWhatIsNotOfJmh() throws IOException {
    Path file = folder.resolve("other.json");
    Files.writeString(file, "[{\"a\": 1}]");
    assertRefused("other.json: no results of JMH", List.of(file));
    Files.writeString(file, "no\n");
    assertRefused("other.json: no JSON", List.of(file));
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
      results.addAll(JmhResult.read(file));
    }
    List<Growth> growths = Growth.of(results);
    assertEquals(1, growths.size());
    return growths.getFirst();
  }
}
