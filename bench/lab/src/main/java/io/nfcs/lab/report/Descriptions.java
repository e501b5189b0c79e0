package io.nfcs.lab.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Descriptions of this project's benchmarks by JMH and of their counters, which are not on the
 * class path here: {@code benchmarks.txt}, which the tests of the benchmarks compare with what
 * those say ({@link io.nfcs.lab.Shows}).
 *
 * <p><b>Threads.</b> Any: immutable.
 */
final class Descriptions {
  private static final Map<String, String> BY_NAME = read();

  private Descriptions() {}

  /** Returns the description of a benchmark, empty if it is of another build. */
  static String of(String type) {
    return BY_NAME.getOrDefault(type, "");
  }

  /** Returns the descriptions of the counters of a benchmark, in their order. */
  static Map<String, String> counters(String type) {
    Map<String, String> counters = new LinkedHashMap<>();
    BY_NAME.forEach((name, shows) -> {
      if (name.startsWith(type + "#")) {
        counters.put(name.substring(type.length() + 1), shows);
      }
    });
    return counters;
  }

  private static Map<String, String> read() {
    try (InputStream file =
        Objects.requireNonNull(Descriptions.class.getResourceAsStream("benchmarks.txt"))) {
      Map<String, String> byName = new LinkedHashMap<>();
      new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(": ", 2))
          .forEach(parts -> byName.put(parts[0], parts[1]));
      return byName;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
