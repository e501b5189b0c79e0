package io.nfcs.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results of JMH, put together by what they grow with. */
class GrowthTest {
  private static final String RESULT =
      """
      {"benchmark": "io.Many.put", "mode": "avgt", "threads": %d, "params": {"threads": "%s"},
       "primaryMetric": {"score": %d, "scoreUnit": "%s"}}\
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
        growth.charts().getFirst().lines());
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
        Set.copyOf(
            growths.stream()
                .flatMap(each -> each.charts().getFirst().lines().values().stream())
                .toList()));
  }

  private List<Growth> growth(List<String> results) throws IOException {
    Path file = Files.writeString(folder.resolve("jmh.json"), results.toString());
    return Growth.of(JmhResult.read(file));
  }
}
