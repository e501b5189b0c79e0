package io.nfcs.command;

import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Configuration of a command: a file, the files laid over it, and single keys over all of them;
 * also locates the files of the checkout or installation that the command was started from.
 */
public final class Configuration {
  private static final Path ROOT = Path.of(System.getProperty("nfcs.root", "."));

  @Option(names = "--config", paramLabel = "F", description = "Configuration instead of nfcs.yaml.")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      converter = KeyValue.Converter.class,
      description = "Any key of nfcs.yaml.")
  private List<KeyValue> keys = List.of();

  /** For picocli, which sets the options. */
  public Configuration() {}

  /** Returns the JVM options of the installation. */
  public static Path jvmOptions() {
    return ROOT.resolve("config/jvm.options");
  }

  /** Returns the configuration made of the file and the keys. */
  public NfcsConfig plain() {
    return withKeys(file());
  }

  /**
   * Returns the configuration of a run by a scenario of {@code config/scenarios}, or a file,
   * without the keys, for a caller that lays others below them.
   *
   * @throws ConfigException if there is no such scenario or file
   */
  public NfcsConfig scenario(String scenario) {
    return file()
        .with("constitution.policies", ROOT.resolve("config/policies").toString())
        .overlay(named("config/scenarios", scenario));
  }

  /** Returns the configuration of a run by a scenario. */
  public NfcsConfig run(String scenario) {
    return withKeys(scenario(scenario));
  }

  /** Returns the configuration of a loop without an end: the scenario {@code steady}. */
  public NfcsConfig steady() {
    return run("steady");
  }

  /**
   * Returns the steady loop with a scenario of {@code config/scenarios/load}, or a file, laid over
   * it.
   */
  public NfcsConfig load(String scenario) {
    return withKeys(scenario("steady").overlay(named("config/scenarios/load", scenario)));
  }

  /** Returns a configuration with the keys laid over it. */
  public NfcsConfig withKeys(NfcsConfig config) {
    return KeyValue.laidOver(config, keys);
  }

  private NfcsConfig file() {
    return NfcsConfig.load(file == null ? ROOT.resolve("config/nfcs.yaml") : file);
  }

  private static NfcsConfig named(String folder, String given) {
    Path scenarios = ROOT.resolve(folder);
    Path named = scenarios.resolve(given + ".yaml");
    if (Files.isRegularFile(named)) {
      return NfcsConfig.load(named);
    }
    Path path = Path.of(given);
    if (Files.isRegularFile(path)) {
      return NfcsConfig.load(path);
    }
    throw new ConfigException(
        "--scenario: " + given + " is neither a file nor the name of one in " + scenarios);
  }
}
