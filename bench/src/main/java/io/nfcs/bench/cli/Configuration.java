package io.nfcs.bench.cli;

import io.nfcs.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the files of the checkout or installation are that the command was started from. */
final class Configuration {
  private static final Path ROOT = Path.of(System.getProperty("nfcs.root", "."));

  private Configuration() {}

  /** The file of {@code --config}, by default that of the installation. */
  static Path file(@Nullable Path given) {
    return given == null ? ROOT.resolve("config/nfcs.yaml") : given;
  }

  /** The JVM options of the installation. */
  static Path jvmOptions() {
    return ROOT.resolve("config/jvm.options");
  }

  /** The folder of policies of the installation. */
  static Path policies() {
    return ROOT.resolve("config/policies");
  }

  /** The file of a scenario, given by name or by path. */
  static Path scenario(String given) {
    Path scenarios = ROOT.resolve("config/scenarios");
    Path named = scenarios.resolve(given + ".yaml");
    if (Files.isRegularFile(named)) {
      return named;
    }
    Path path = Path.of(given);
    if (Files.isRegularFile(path)) {
      return path;
    }
    throw new ConfigException(
        "--scenario: " + given + " is neither a file nor the name of one in " + scenarios);
  }
}
