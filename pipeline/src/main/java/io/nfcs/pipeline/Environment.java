package io.nfcs.pipeline;

import io.nfcs.config.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Environment of a run: the code version and the fingerprint of the machine, both part of the run's
 * header. Times of runs with different fingerprints should not be compared.
 */
final class Environment {
  private static final String UNKNOWN = "unknown";

  private Environment() {}

  /** Returns the version and commit of the code. */
  static String codeVersion() {
    Properties git = new Properties();
    try (InputStream in = Environment.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        return UNKNOWN;
      }
      git.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    boolean dirty = Boolean.parseBoolean(git.getProperty("git.dirty"));
    return git.getProperty("git.build.version", UNKNOWN)
        + "+"
        + git.getProperty("git.commit.id.abbrev", UNKNOWN)
        + (dirty ? "-dirty" : "");
  }

  /** Returns processor, cores, memory, governor, system, JVM and its flags. */
  static Map<String, String> fingerprint() {
    Map<String, String> print = new LinkedHashMap<>();
    print.put("cpu", value(Path.of("/proc/cpuinfo"), "model name"));
    print.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    print.put("memory", value(Path.of("/proc/meminfo"), "MemTotal"));
    print.put("governor", first(Path.of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")));
    print.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    print.put("arch", System.getProperty("os.arch"));
    print.put("jvm", System.getProperty("java.vm.name") + " " + Runtime.version());
    print.put("flags", flags());
    return print;
  }

  /** Returns the flags of the JVM without passwords, since a journal is shown to others. */
  private static String flags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .map(Secret::ofArgument)
        .collect(Collectors.joining(" "));
  }

  private static String value(Path file, String key) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(UNKNOWN);
    } catch (IOException | UncheckedIOException e) {
      return UNKNOWN;
    }
  }

  private static String first(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.findFirst().orElse(UNKNOWN).strip();
    } catch (IOException | UncheckedIOException e) {
      return UNKNOWN;
    }
  }
}
