package io.nfcs.command;

import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.pipeline.Nfcs;
import io.nfcs.pipeline.RunSummary;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code nfcs run}: runs the loop until its ticks are done or the process is interrupted.
 *
 * <p><b>Threads.</b> The caller's starts, watches and stops the loop and prints. On an interrupt of
 * the process, thread {@code nfcs-interrupt} requests the stop and keeps the JVM alive until the
 * caller's has printed the summary and closed everything, as a latch tells it, for a minute at
 * most. <b>Fails</b> as {@link Nfcs#start} and {@link Nfcs#stop} do; the loop is closed then.
 */
@Command(
    name = "run",
    description = "Run the loop: grid, pipeline, journal and store.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private static final Duration REFRESH = Duration.ofMillis(500);
  private static final Duration FIRST_TICK = Duration.ofMillis(1);
  private static final long GRACE_SECONDS = 60;

  @Spec private CommandSpec spec;

  @Option(
      names = "--scenario",
      paramLabel = "S",
      defaultValue = "reference",
      description = "A scenario of config/scenarios, or a file (default: ${DEFAULT-VALUE}).")
  private String scenario;

  @Mixin private Configuration configuration;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder for everything the run writes.")
  private @Nullable Path data;

  @Option(names = "--hz", paramLabel = "HZ", description = "Ticks a second.")
  private @Nullable String hz;

  @Option(
      names = "--ticks",
      paramLabel = "N",
      description = "Ticks of the whole run, with --resume including those before; 0 for no end.")
  private @Nullable String ticks;

  @Option(
      names = "--resume",
      description =
          "Resume the latest run of --data after its last tick, if there is one; use the"
              + " scenario and the settings of that run (default: begin a new run).")
  private boolean resume;

  @Option(names = "--json", description = "Print one JSON object instead of the summary.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    CountDownLatch finished = new CountDownLatch(1);
    try (Nfcs nfcs = Nfcs.start(context())) {
      PrintWriter err = spec.commandLine().getErr();
      PrintWriter first = json ? err : spec.commandLine().getOut();
      first.print(FirstLines.of(nfcs));
      first.flush();
      err.printf("nfcs: ticking, run %d%n", nfcs.header().run());
      err.flush();
      if (resume) {
        tellFirstTick(nfcs, err);
      }
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> stop(nfcs, finished), "nfcs-interrupt"));
      watch(nfcs);
      print(nfcs.stop());
    } finally {
      finished.countDown();
    }
    return ExitStatus.OK;
  }

  private static void tellFirstTick(Nfcs nfcs, PrintWriter err) throws InterruptedException {
    boolean isOver = false;
    while (!isOver && nfcs.progress().ended() == 0) {
      isOver = nfcs.await(FIRST_TICK);
    }
    long startMillis = ManagementFactory.getRuntimeMXBean().getStartTime();
    err.printf(
        "nfcs: %s %d, %d ms after the start of the process%n",
        nfcs.header().firstTick() == 0 ? "begun with tick" : "resumed with tick",
        nfcs.header().firstTick(),
        System.currentTimeMillis() - startMillis);
    err.flush();
  }

  private Nfcs.Context context() {
    if (resume && data == null) {
      throw new ConfigException("--resume: --data is not given; expected the folder of the run");
    }
    NfcsConfig laid = configuration.scenario(scenario);
    Nfcs.Context context =
        new Nfcs.Context()
            .config(configuration.withKeys(data == null ? laid : TunedFiles.over(laid, data)));
    if (hz != null) {
      context.set("orchestrator.hz", hz);
    }
    if (ticks != null) {
      context.set("run.ticks", ticks);
    }
    if (resume) {
      context.resume();
    }
    context.observe("monitor");
    return data == null ? context : context.dataDir(data);
  }

  private static void watch(Nfcs nfcs) throws InterruptedException {
    try (LiveLine line = LiveLine.onTerminal()) {
      while (!nfcs.await(REFRESH)) {
        line.show(SummaryText.line(nfcs.summary()));
      }
    }
  }

  private void print(RunSummary summary) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.text(Json.of(summary)) + "\n" : SummaryText.table(summary));
    out.flush();
  }

  /** Ends the run on an interrupt like any other, with its summary. */
  private static void stop(Nfcs nfcs, CountDownLatch finished) {
    nfcs.requestStop();
    try {
      finished.await(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
