package io.nfcs.bench.cli;

import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
    return scenario(ROOT.resolve("config/scenarios"), given);
  }

  /** A loop without an end, with keys laid over: the scenario {@code steady}. */
  static NfcsConfig steady(@Nullable Path config, Map<String, String> settings) {
    return with(steady(config), settings);
  }

  /**
   * The same with a scenario of load laid over it, and keys over both.
   *
   * @param config of {@code --config}
   * @param scenario of {@code config/scenarios/load}, or a file
   */
  static NfcsConfig load(@Nullable Path config, String scenario, Map<String, String> settings) {
    Path file = scenario(ROOT.resolve("config/scenarios/load"), scenario);
    return with(steady(config).overlay(NfcsConfig.load(file)), settings);
  }

  /** A run: the file, a scenario of {@code config/scenarios}, and keys over both. */
  static NfcsConfig run(@Nullable Path config, String scenario, Map<String, String> settings) {
    return with(
        NfcsConfig.load(file(config))
            .with("constitution.policies", policies().toString())
            .overlay(NfcsConfig.load(scenario(scenario))),
        settings);
  }

  private static NfcsConfig steady(@Nullable Path config) {
    return run(config, "steady", Map.of());
  }

  private static NfcsConfig with(NfcsConfig config, Map<String, String> settings) {
    NfcsConfig laid = config;
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      laid = laid.with(setting.getKey(), setting.getValue());
    }
    return laid;
  }

  private static Path scenario(Path scenarios, String given) {
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
