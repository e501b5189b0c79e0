package io.nfcs.lab.suite;

import io.nfcs.command.Configuration;
import io.nfcs.command.ExitStatus;
import io.nfcs.command.Json;
import io.nfcs.command.ProgressLine;
import io.nfcs.command.Subcommand;
import io.nfcs.config.NfcsConfig;
import io.nfcs.lab.BenchmarkLock;
import io.nfcs.lab.load.LoadTest;
import io.nfcs.lab.load.LoadTestResults;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nfcs load}: virtual users beside the loop of this process, or against a running grid. */
@Command(
    name = "load",
    description =
        "Put virtual users on the loop of this process, or on a running grid, and report how it"
            + " performs. Exits with 1 if too many operations fail or are too slow.",
    mixinStandardHelpOptions = true)
public final class LoadCommand implements Subcommand, Callable<Integer> {
  private static final double MILLIS_PER_SECOND = 1e3;

  @Spec private CommandSpec spec;

  @Option(
      names = "--users",
      paramLabel = "N",
      description = "Users (default: bench.load_testing.max_concurrent_users).")
  private @Nullable Integer users;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Time measured (default: bench.load_testing.test_duration).")
  private @Nullable Double seconds;

  @Option(
      names = "--ramp-up",
      paramLabel = "S",
      description =
          "Time in which the users arrive (default: bench.load_testing.ramp_up_time, at most a"
              + " quarter of the test).")
  private @Nullable Double rampUp;

  @Option(
      names = "--scenario",
      paramLabel = "S",
      defaultValue = "normal_load",
      description = "A scenario of config/scenarios/load, or a file (default: ${DEFAULT-VALUE}).")
  private String scenario;

  @Option(
      names = "--against",
      paramLabel = "HOST:PORT",
      description = "A running grid's thin-client endpoint, instead of a loop of its own.")
  private @Nullable String against;

  @Mixin private Configuration configuration;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder for everything the loop writes.")
  private @Nullable Path data;

  @Option(names = "--json", description = "Print one JSON object instead of the summary.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    LoadTestResults results;
    try (BenchmarkLock _ = BenchmarkLock.benchmark();
        ProgressLine progress = new ProgressLine()) {
      results = LoadTest.run(context(), progress);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? Json.text(LoadJson.of(results)) : LoadText.text(results));
    out.flush();
    return results.isWithinLimits() ? ExitStatus.OK : ExitStatus.DOES_NOT_HOLD;
  }

  private LoadTest.Context context() {
    NfcsConfig laid = configuration.load(scenario);
    LoadTesting defaults = laid.section("bench", BenchSettings.class).loadTesting();
    double test = seconds == null ? defaults.testDuration() : seconds;
    LoadTest.Context context =
        new LoadTest.Context()
            .config(laid)
            .users(users == null ? defaults.maxConcurrentUsers() : users)
            .duration(duration(test), rampUp == null ? defaults.rampUp(test) : duration(rampUp));
    if (data != null) {
      context.dataDir(data);
    }
    return against == null ? context : context.against(against);
  }

  private static Duration duration(double given) {
    return Duration.ofMillis(Math.round(given * MILLIS_PER_SECOND));
  }
}
