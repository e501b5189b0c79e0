package io.nfcs.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nfcs.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A result of JMH, as its option {@code -rf json} writes it: a benchmark with one set of
 * parameters.
 *
 * @param type name of the class
 * @param method name of the method
 * @param mode short name of the mode
 * @param parameters by name, and the number of threads
 * @param unit of the score
 * @param score mean of all iterations
 * @param counters scores of the benchmark's own counters, and of profilers
 * @param where what measured it, for people
 */
record JmhResult(
    String type,
    String method,
    String mode,
    Map<String, String> parameters,
    String unit,
    double score,
    Map<String, Double> counters,
    String where) {
  /** What the number of threads is called among the parameters. */
  static final String THREADS = "threads";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Reads the results of a file. */
  static List<JmhResult> read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new ConfigException(
          "results " + file + " are not there; JMH writes them with -rf json -rff FILE");
    }
    JsonNode json;
    try {
      json = MAPPER.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new ConfigException(file + ": no JSON: " + e.getOriginalMessage());
    }
    List<JmhResult> results = new ArrayList<>();
    for (JsonNode each : json) {
      if (!each.path("primaryMetric").has("score") || !each.path("benchmark").isTextual()) {
        throw new ConfigException(file + ": no results of JMH, which -rf json writes");
      }
      results.add(of(each));
    }
    return results;
  }

  private static JmhResult of(JsonNode json) {
    String name = json.path("benchmark").asText();
    int dot = name.lastIndexOf('.');
    Map<String, String> parameters = new LinkedHashMap<>();
    json.path("params")
        .properties()
        .forEach(each -> parameters.put(each.getKey(), each.getValue().asText()));
    // a benchmark may have a parameter of that name, which is another thing
    String count = parameters.containsKey(THREADS) ? THREADS + " (-t)" : THREADS;
    parameters.put(count, json.path("threads").asText());
    Map<String, Double> counters = new LinkedHashMap<>();
    json.path("secondaryMetrics")
        .properties()
        .forEach(each -> counters.put(each.getKey(), score(each.getValue())));
    JsonNode primary = json.path("primaryMetric");
    return new JmhResult(
        name.substring(0, Math.max(dot, 0)),
        name.substring(dot + 1),
        json.path("mode").asText(),
        parameters,
        primary.path("scoreUnit").asText(),
        score(primary),
        counters,
        where(json));
  }

  private static double score(JsonNode metric) {
    // a score that is no number is a text
    return Double.parseDouble(metric.path("score").asText("NaN"));
  }

  private static String where(JsonNode json) {
    return "JDK %s, forks %s, iterations %s after %s"
        .formatted(
            json.path("jdkVersion").asText(),
            json.path("forks").asText(),
            json.path("measurementIterations").asText(),
            json.path("warmupIterations").asText());
  }
}
