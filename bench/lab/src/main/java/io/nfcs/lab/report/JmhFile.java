package io.nfcs.lab.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.nfcs.config.ConfigException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file of results, as JMH's option {@code -rf json} writes it. */
final class JmhFile {
  private static final String EXPECTED =
      "; expected a list of results, which JMH writes with -rf json";

  // two lists in one file would lose the second
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JmhFile() {}

  /**
   * Reads the results of a file.
   *
   * @throws ConfigException if it is not a file of JMH
   */
  static List<JmhResult> read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new ConfigException(
          file + " is a folder; expected a file of JMH, which it writes with -rf json -rff FILE");
    }
    if (!Files.exists(file)) {
      throw new ConfigException(
          file
              + " does not exist; expected a file of JMH, which it writes with -rf json -rff FILE");
    }
    JsonNode list = json(file);
    if (!list.isArray()) {
      String found = list.isMissingNode() ? "empty" : JmhEntry.shown(list);
      throw new ConfigException(file + ": " + found + " is not a list of results" + EXPECTED);
    }
    if (list.isEmpty()) {
      throw new ConfigException(file + ": no results in it; expected one at least");
    }
    List<JmhResult> results = new ArrayList<>();
    for (JsonNode json : list) {
      results.add(new JmhEntry(file, results.size() + 1, json).result());
    }
    return results;
  }

  private static JsonNode json(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return MAPPER.readTree(in);
    } catch (MismatchedInputException e) {
      throw new ConfigException(
          line(file, e) + ": more text follows the end of the list" + EXPECTED);
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          line(file, e) + ": not JSON (" + e.getOriginalMessage() + ")" + EXPECTED);
    } catch (CharConversionException e) {
      throw new ConfigException(file + ": not JSON (" + e.getMessage() + ")" + EXPECTED);
    }
  }

  private static String line(Path file, JsonProcessingException e) {
    return e.getLocation() == null ? file.toString() : file + ":" + e.getLocation().getLineNr();
  }
}
