package io.nfcs.lab.replay;

import io.nfcs.command.Configuration;
import io.nfcs.command.KeyValue;
import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.pipeline.Pace;
import io.nfcs.pipeline.replay.WindowRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of {@code nfcs replay --bench}: base, candidate and effort. */
final class BenchOptions {
  @Option(
      names = "--jvm-options",
      paramLabel = "F",
      description = "JVM options of the candidate, in place of config/jvm.options.")
  private @Nullable Path jvmOptions;

  @Option(names = "--base-jvm-options", paramLabel = "F", description = "JVM options of the base.")
  private @Nullable Path baseJvmOptions;

  @Option(
      names = "--jar",
      paramLabel = "JAR",
      description = "Build of the candidate: an nfcs.jar with its lib beside it.")
  private @Nullable Path jar;

  @Option(names = "--base-jar", paramLabel = "JAR", description = "Build of the base.")
  private @Nullable Path baseJar;

  @Option(
      names = "--config",
      paramLabel = "F",
      description = "Configuration of the candidate, laid over that of the run.")
  private @Nullable Path config;

  @Option(names = "--base-config", paramLabel = "F", description = "Configuration of the base.")
  private @Nullable Path baseConfig;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      converter = KeyValue.Converter.class,
      description = "A key of the candidate's configuration.")
  private List<KeyValue> settings = List.of();

  @Option(
      names = "--base-set",
      paramLabel = "KEY=VALUE",
      converter = KeyValue.Converter.class,
      description = "A key of the configuration of the base.")
  private List<KeyValue> baseSettings = List.of();

  @Option(
      names = "--pace",
      paramLabel = "P",
      defaultValue = "fast",
      description = "fast, or recorded: on the recorded schedule (default: ${DEFAULT-VALUE}).")
  private Pace pace;

  @Option(
      names = "--intended",
      description =
          "Judge ticks from their intended start, so that lateness counts (with --pace"
              + " recorded).")
  private boolean intended;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "" + ReplayBenchmark.Context.ROUNDS,
      description = "Rounds of four JVMs (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--ticks",
      paramLabel = "N",
      defaultValue = "" + ReplayBenchmark.Context.MAX_TICKS,
      description = "Most ticks, from the first of the run or window (default: ${DEFAULT-VALUE}).")
  private int ticks;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "" + ReplayBenchmark.Context.WARM_UP_SECONDS,
      description =
          "Least seconds that each JVM warms up; it continues until none becomes faster (default:"
              + " ${DEFAULT-VALUE}).")
  private double warmUp;

  @Option(
      names = "--measure",
      paramLabel = "S",
      defaultValue = "" + ReplayBenchmark.Context.MEASURED_SECONDS,
      description = "Seconds that each JVM is measured (default: ${DEFAULT-VALUE}).")
  private double measure;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the bootstrap (default: ${DEFAULT-VALUE}).")
  private long seed;

  ReplayBenchmark.Context context(
      Path dir, @Nullable Long run, WindowRequest window, double threshold) throws IOException {
    ReplayBenchmark.Context context = new ReplayBenchmark.Context();
    if (run != null) {
      context.run(run);
    }
    return context
        .journal(dir)
        .window(window)
        .sides(
            variant(baseJvmOptions, baseJar, baseConfig, baseSettings),
            variant(jvmOptions, jar, config, settings))
        .pace(pace)
        .fromIntendedStart(intended)
        .rounds(rounds)
        .maxTicks(ticks)
        .threshold(threshold)
        .effort(warmUp, measure)
        .seed(seed);
  }

  private static Variant variant(
      @Nullable Path options, @Nullable Path build, @Nullable Path file, List<KeyValue> settings)
      throws IOException {
    NfcsConfig given = file == null ? NfcsConfig.parse("", "") : NfcsConfig.load(file);
    NfcsConfig changes = KeyValue.laidOver(given, settings);
    Path laidOver = Files.createTempFile("nfcs-variant", ".yaml");
    laidOver.toFile().deleteOnExit();
    Files.writeString(laidOver, changes.toYaml());
    return new Variant(
        Path.of(System.getProperty("java.home")),
        existing("--jvm-options", options == null ? Configuration.jvmOptions() : options),
        build == null ? System.getProperty("java.class.path") : existing("--jar", build).toString(),
        laidOver);
  }

  private static Path existing(String option, Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ConfigException(option + ": " + file + " is not a file");
    }
    return file;
  }
}
