package io.nfcs.lab.tune;

import io.nfcs.command.Configuration;
import io.nfcs.command.ExitStatus;
import io.nfcs.command.Json;
import io.nfcs.command.ProgressLine;
import io.nfcs.command.Subcommand;
import io.nfcs.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nfcs tune}: improves the settings of the loop of a data folder, with proof. */
@Command(
    name = "tune",
    description =
        "Let a loop tick, propose changes of its settings, try one by executing its ticks with and"
            + " without it, and keep it only if it is better.",
    mixinStandardHelpOptions = true)
public final class TuneCommand implements Subcommand, Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR",
      description = "Data folder that is tuned; runs in it use what is kept.")
  private Path dir;

  @Option(
      names = "--scenario",
      paramLabel = "S",
      defaultValue = "steady",
      description = "A scenario of config/scenarios, or a file (default: ${DEFAULT-VALUE}).")
  private String scenario;

  @Mixin private Configuration configuration;

  @Option(names = "--dry-run", description = "Stop after the proposals.")
  private boolean dryRun;

  @Option(
      names = "--try",
      paramLabel = "KEY=VALUE",
      description = "Try this change instead of the proposals.")
  private @Nullable String change;

  @Option(
      names = "--replay",
      description = "Repeat the trial of the latest receipt in the journal.")
  private boolean replay;

  @Option(names = "--json", description = "Print one JSON object instead of the summary.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    String text;
    try (ProgressLine progress = new ProgressLine()) {
      Tuner tuner =
          new Tuner(configuration.run(scenario), dir, Configuration.jvmOptions(), progress);
      text = replay ? replay(tuner) : tuning(tuner);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(text.stripTrailing());
    out.flush();
    return ExitStatus.OK;
  }

  private String replay(Tuner tuner) throws IOException {
    Trial again = tuner.replay();
    return json ? Json.text(TuneJson.of(again)) : TuneText.replay(again);
  }

  private String tuning(Tuner tuner) throws IOException, InterruptedException {
    Tuning tuning = tuned(tuner);
    return json ? Json.text(TuneJson.of(tuning)) : TuneText.tuning(tuning, dryRun);
  }

  private Tuning tuned(Tuner tuner) throws IOException, InterruptedException {
    if (dryRun) {
      return tuner.propose();
    }
    if (change == null) {
      return tuner.tune();
    }
    int equals = change.indexOf('=');
    if (equals < 1) {
      throw new ConfigException("--try: " + change + " is not a change; expected KEY=VALUE");
    }
    return tuner.tryOut(change.substring(0, equals), change.substring(equals + 1));
  }
}
