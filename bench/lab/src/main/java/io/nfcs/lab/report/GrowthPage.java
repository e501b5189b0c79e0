package io.nfcs.lab.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nfcs.command.Json;
import io.nfcs.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Results of JMH as one self-contained page: each benchmark with a number of three values or more
 * is plotted as lines over that number, one for each peer.
 *
 * <p><b>Threads.</b> Any.
 */
public final class GrowthPage {
  private static final int MOST_TOLD = 5;

  private GrowthPage() {}

  /**
   * Writes the page.
   *
   * @param results files of JMH, of several runs perhaps
   * @return names of the benchmarks that are on it
   * @throws ConfigException if a file is not of JMH or is the page, or no benchmark has such a
   *     number
   */
  public static List<String> write(List<Path> results, Path page) throws IOException {
    refuseToOverwrite(results, page);
    List<JmhResult> all = new ArrayList<>();
    for (Path file : results) {
      all.addAll(JmhFile.read(file));
    }
    List<Growth> growths = Growth.of(all);
    if (growths.isEmpty()) {
      throw new ConfigException(
          "no benchmark of %s has a number with three values or more; found %s"
              .formatted(results, found(JmhBenchmark.of(all))));
    }
    Page.write("growth.html", Map.of(), json(growths), page);
    return growths.stream().map(Growth::name).toList();
  }

  /** Refuses a page in place of results, which may have taken hours. */
  private static void refuseToOverwrite(List<Path> results, Path page) throws IOException {
    for (Path file : results) {
      // two paths may lead to one file
      if (Files.exists(page) && Files.exists(file) && Files.isSameFile(page, file)) {
        throw new ConfigException(
            "the page %s would overwrite the results in %s; expected another file for the page"
                .formatted(page, file));
      }
    }
  }

  private static String found(List<JmhBenchmark> benchmarks) {
    String first =
        benchmarks.stream()
            .limit(MOST_TOLD)
            .map(JmhBenchmark::counts)
            .collect(Collectors.joining("; "));
    int more = benchmarks.size() - MOST_TOLD;
    return more > 0 ? first + "; and " + more + " more" : first;
  }

  private static ObjectNode json(List<Growth> growths) {
    ObjectNode json = Json.object();
    ArrayNode benchmarks = json.putArray("benchmarks");
    for (Growth growth : growths) {
      ObjectNode benchmark = benchmarks.addObject();
      benchmark.put("name", growth.name()).put("shows", growth.shows()).put("over", growth.over());
      benchmark.put("where", growth.where()).put("leftOut", growth.leftOut());
      ArrayNode values = benchmark.putArray("values");
      growth.values().forEach(values::add);
      ArrayNode charts = benchmark.putArray("charts");
      for (Growth.Chart chart : growth.charts()) {
        ObjectNode each = charts.addObject();
        each.put("title", chart.title()).put("shows", chart.shows());
        ArrayNode lines = each.putArray("lines");
        chart
            .lines()
            .forEach((name, line) -> {
              ObjectNode drawn = lines.addObject().put("name", name);
              ArrayNode points = drawn.putArray("points");
              ArrayNode errors = drawn.putArray("errors");
              for (JmhScore score : line) {
                points.add(score == null ? null : number(score.value()));
                errors.add(score == null ? null : number(score.error()));
              }
            });
      }
    }
    return json;
  }

  /**
   * Returns {@code null} for a number that JSON cannot express: it becomes a gap like a missing
   * measurement.
   */
  private static @Nullable Double number(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
