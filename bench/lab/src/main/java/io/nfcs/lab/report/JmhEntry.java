package io.nfcs.lab.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.nfcs.config.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A result as it is in a file of JMH.
 *
 * @param file the file
 * @param number place in the file's list, from 1
 * @param json the result
 */
record JmhEntry(Path file, int number, JsonNode json) {
  /** Texts that JMH writes in place of a number that JSON cannot express. */
  private static final Set<String> GAPS = Set.of("NaN", "+INF", "-INF");

  private static final String A_NUMBER = "a number, or \"NaN\"";
  private static final int LONGEST_VALUE = 60;

  /**
   * Returns the result.
   *
   * @throws ConfigException if a part is missing or not in the form of JMH
   */
  JmhResult result() {
    if (!json.isObject()) {
      throw wrong("it", json, "an object with benchmark, mode and primaryMetric");
    }
    JsonNode benchmark = json.path("benchmark");
    if (!benchmark.isTextual() || benchmark.asText().isBlank()) {
      throw wrong("benchmark", benchmark, "the name of a benchmark");
    }
    String name = benchmark.asText();
    int dot = name.lastIndexOf('.');
    Map<String, JmhScore> counters = new LinkedHashMap<>();
    json.path("secondaryMetrics")
        .properties()
        .forEach(each ->
            counters.put(
                each.getKey(), score("secondaryMetrics." + each.getKey(), each.getValue())));
    JsonNode primary = json.path("primaryMetric");
    return new JmhResult(
        // a method without a class is the only name
        dot > 0 ? name.substring(0, dot) : name,
        name.substring(dot + 1),
        mode(),
        parameters(),
        primary.path("scoreUnit").asText(),
        score("primaryMetric", primary),
        counters,
        where());
  }

  /** Returns a value as quoted in messages. */
  static String shown(JsonNode value) {
    String text = value.toString();
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "...";
  }

  private JmhMode mode() {
    // a result is of one mode
    List<JmhMode> allowed = List.of(JmhMode.values());
    JsonNode label = json.path("mode");
    return allowed.stream()
        .filter(mode -> mode.label().equals(label.asText()))
        .findFirst()
        .orElseThrow(
            () -> wrong("mode", label, "one of " + allowed.stream().map(JmhMode::label).toList()));
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    json.path("params")
        .properties()
        .forEach(each -> parameters.put(each.getKey(), each.getValue().asText()));
    // a benchmark may have a parameter of the same name
    String count =
        parameters.containsKey(JmhResult.THREADS) ? JmhResult.THREADS + " (-t)" : JmhResult.THREADS;
    said("threads").ifPresent(threads -> parameters.put(count, threads));
    return parameters;
  }

  private JmhScore score(String field, JsonNode metric) {
    double value = number(field + ".score", metric.path("score"));
    JsonNode error = metric.path("scoreError");
    return new JmhScore(
        value, error.isMissingNode() ? Double.NaN : number(field + ".scoreError", error));
  }

  private double number(String field, JsonNode value) {
    if (value.isTextual() && GAPS.contains(value.asText())) {
      return Double.NaN;
    }
    if (!value.isNumber()) {
      throw wrong(field, value, A_NUMBER);
    }
    return value.asDouble();
  }

  private ConfigException wrong(String field, JsonNode value, String expected) {
    String name = json.path("benchmark").asText();
    return new ConfigException(
        "%s: result %d%s: %s is %s; expected %s"
            .formatted(
                file,
                number,
                name.isEmpty() ? "" : " (" + name + ")",
                field,
                value.isMissingNode() ? "missing" : shown(value),
                expected));
  }

  /**
   * Returns the environment of the measurement, without missing values: another tool may have
   * written the file.
   */
  private String where() {
    List<String> parts = new ArrayList<>();
    parts.add("JDK " + said("jdkVersion").orElse("not known"));
    said("forks").ifPresent(forks -> parts.add("forks " + forks));
    said("measurementIterations")
        .ifPresent(count ->
            parts.add(
                "iterations "
                    + count
                    + said("warmupIterations").map(warmup -> " after " + warmup).orElse("")));
    return String.join(", ", parts);
  }

  private Optional<String> said(String field) {
    JsonNode value = json.path(field);
    return value.isValueNode() && !value.isNull() && !value.asText().isBlank()
        ? Optional.of(value.asText())
        : Optional.empty();
  }
}
