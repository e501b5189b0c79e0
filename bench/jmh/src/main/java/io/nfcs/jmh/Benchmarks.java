package io.nfcs.jmh;

import io.nfcs.lab.Shows;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
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
final class Benchmarks {
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
    types().forEach(type -> shown.put(simpleName(type.getName()), shows(type)));
    return shown;
  }

  /**
   * Returns a line for each benchmark, and for each of its counters that has a description: its
   * name, a colon and the description.
   */
  static String descriptions() {
    StringBuilder lines = new StringBuilder();
    for (Class<?> type : types()) {
      lines.append(type.getName()).append(": ").append(shows(type)).append('\n');
      for (Class<?> counters : type.getDeclaredClasses()) {
        for (Field field : counters.getDeclaredFields()) {
          Shows shows = field.getAnnotation(Shows.class);
          if (shows != null) {
            lines.append(type.getName()).append('#').append(field.getName());
            lines.append(": ").append(shows.value()).append('\n');
          }
        }
      }
    }
    return lines.toString();
  }

  private static List<Class<?>> types() {
    return BenchmarkList.defaultList()
        .getAll(OutputFormatFactory.createFormatInstance(nowhere(), VerboseMode.SILENT), List.of())
        .stream()
        .map(BenchmarkListEntry::getUserClassQName)
        .distinct()
        .sorted()
        .<Class<?>>map(Benchmarks::type)
        .toList();
  }

  private static Class<?> type(String className) {
    try {
      return Class.forName(className);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PrintStream nowhere() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }

  private static String simpleName(String className) {
    return className.substring(className.lastIndexOf('.') + 1).replaceFirst("Benchmark$", "");
  }

  private static String shows(Class<?> type) {
    Shows shows = type.getAnnotation(Shows.class);
    if (shows == null) {
      throw new IllegalStateException(type.getName() + " does not say what it shows (@Shows)");
    }
    return shows.value();
  }
}
