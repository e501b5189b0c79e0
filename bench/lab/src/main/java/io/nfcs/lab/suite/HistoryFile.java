package io.nfcs.lab.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nfcs.command.Json;
import io.nfcs.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file with a line of JSON for each run of the suite, which is only ever appended to.
 *
 * <p><b>Fails</b> with a {@link ConfigException} that names file and line if one is damaged.
 */
final class HistoryFile {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private HistoryFile() {}

  /** Appends a run; makes the file if there is none. */
  public static void append(Path file, BenchmarkResults results) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    ObjectNode line = Json.object();
    line.put("at", results.at().toString()).put("code", results.codeVersion());
    ObjectNode environment = line.putObject("environment");
    results.environment().forEach(environment::put);
    ObjectNode values = line.putObject("values");
    results
        .measurements()
        .values()
        .forEach(list -> list.forEach(one -> Json.number(values, one.name(), one.value())));
    Files.writeString(
        file, Json.text(line) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Reads all runs. */
  public static List<HistoryEntry> read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new ConfigException(
          "history " + file + " does not exist; nfcs bench writes it with each run");
    }
    List<HistoryEntry> entries = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      entries.add(entry(lines.get(i), file + ":" + (i + 1)));
    }
    return entries;
  }

  private static HistoryEntry entry(String line, String position) {
    try {
      JsonNode json = MAPPER.readTree(line);
      Map<String, String> environment = new LinkedHashMap<>();
      json.path("environment")
          .properties()
          .forEach(field -> environment.put(field.getKey(), field.getValue().asText()));
      Map<String, Double> values = new LinkedHashMap<>();
      json.path("values")
          .properties()
          .forEach(field -> values.put(field.getKey(), field.getValue().asDouble(Double.NaN)));
      return new HistoryEntry(
          Instant.parse(json.path("at").asText()), json.path("code").asText(), environment, values);
    } catch (JsonProcessingException | DateTimeParseException e) {
      throw new ConfigException(position + ": not a run of the suite: " + e.getMessage());
    }
  }
}
