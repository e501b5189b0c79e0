package io.nfcs.bench.suite;

import io.nfcs.bench.Shows;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark of the project, with one line of what it shows. */
public final class Catalogue {
  private Catalogue() {}

  /** The commands that measure, each with what it shows. */
  public static Map<String, String> commands() {
    Map<String, String> shown = new LinkedHashMap<>();
    BenchmarkSuite.components().forEach((name, shows) -> shown.put("nfcs bench " + name, shows));
    shown.put("nfcs load", "latency and saturation under virtual users, beside the loop or remote");
    shown.put(
        "nfcs replay DIR --bench", "whether a change makes the ticks of a run faster or slower");
    shown.put(
        "nfcs cache hitrate", "hit rate of the eviction on a trace, against LRU and the optimum");
    shown.put(
        "nfcs semantic eval", "precision and recall of look-ups by meaning on labelled texts");
    return shown;
  }

  /**
   * The benchmarks by JMH ({@link Benchmark}), each with what it shows.
   *
   * @throws IllegalStateException if one does not say what it shows
   */
  public static Map<String, String> jmh() {
    Set<BenchmarkListEntry> entries =
        BenchmarkList.defaultList()
            .getAll(
                OutputFormatFactory.createFormatInstance(nowhere(), VerboseMode.SILENT), List.of());
    Map<String, String> shown = new TreeMap<>();
    for (BenchmarkListEntry entry : entries) {
      shown.put(simpleName(entry.getUserClassQName()), shows(entry.getUserClassQName()));
    }
    return shown;
  }

  private static PrintStream nowhere() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }

  private static String simpleName(String className) {
    return className.substring(className.lastIndexOf('.') + 1).replaceFirst("Benchmark$", "");
  }

  private static String shows(String className) {
    try {
      Shows shows = Class.forName(className).getAnnotation(Shows.class);
      if (shows == null) {
        throw new IllegalStateException(className + " does not say what it shows (@Shows)");
      }
      return shows.value();
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
