package io.nfcs.jmh;

import io.nfcs.lab.Shows;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Start of the benchmarks: lists them with their descriptions, or hands its arguments to JMH.
 *
 * <pre>
 * java -jar nfcs-jmh.jar
 * java -jar nfcs-jmh.jar NearHit -prof gc
 * </pre>
 */
public final class Benchmarks {
  private Benchmarks() {}

  /** Lists the benchmarks if there are no arguments; else hands the arguments to JMH. */
  public static void main(String[] args) throws IOException {
    if (args.length == 0) {
      shown().forEach((name, shows) -> System.out.printf("%-18s %s%n", name, shows));
    } else {
      org.openjdk.jmh.Main.main(args);
    }
  }

  /**
   * Returns the description of each benchmark, by its name.
   *
   * @throws IllegalStateException if a benchmark has no description
   */
  static Map<String, String> shown() {
    Map<String, String> shown = new TreeMap<>();
    for (BenchmarkListEntry entry :
        BenchmarkList.defaultList()
            .getAll(
                OutputFormatFactory.createFormatInstance(nowhere(), VerboseMode.SILENT),
                List.of())) {
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
