package io.nfcs.lab.tune;

import io.nfcs.command.Progress;
import io.nfcs.command.TunedFiles;
import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalSettings;
import io.nfcs.lab.BenchmarkLock;
import io.nfcs.lab.ScratchFolder;
import io.nfcs.lab.replay.Comparison;
import io.nfcs.lab.replay.Difference;
import io.nfcs.lab.replay.ReplayBenchmark;
import io.nfcs.lab.replay.Variant;
import io.nfcs.lab.replay.Verdict;
import io.nfcs.lab.statistics.Interval;
import io.nfcs.lab.tune.Proposal.Kind;
import io.nfcs.memory.RegionStatistics;
import io.nfcs.pipeline.Nfcs;
import io.nfcs.pipeline.Pace;
import io.nfcs.pipeline.Rerun;
import io.nfcs.pipeline.RunSummary;
import io.nfcs.tick.TuningReceipt;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A tuner that improves a loop with proof: it runs the loop, proposes changes of its settings,
 * tries one by executing the same ticks with and without it, and keeps it in the data folder only
 * if the verdict is better. Each decision leaves a receipt in the journal, by which the trial can
 * be repeated.
 *
 * <p>The order of a decision is: receipt, then change. So a crash between the two leaves a receipt
 * of a change that is not there, and never a change without a receipt.
 *
 * <p><b>Threads.</b> One. <b>Owns</b> the data folder while it works. <b>Fails</b> with a {@link
 * ConfigException} if a benchmark is running on this machine, or the settings cannot be used.
 */
final class Tuner {
  private static final Duration REFRESH = Duration.ofMillis(500);
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MILLIS_PER_SECOND = 1e3;
  private static final double MEASURING = 0.2;
  private static final long SEED = 1;

  private final NfcsConfig config;
  private final Path dataDir;
  private final Path jvmOptions;
  private final TuneSettings settings;
  private final Progress progress;

  /**
   * A tuner of a data folder.
   *
   * @param config of the loop, without the changes that the folder keeps
   * @param dataDir data folder; changes kept by earlier tuning are laid over
   * @param jvmOptions file of JVM options
   */
  public Tuner(NfcsConfig config, Path dataDir, Path jvmOptions, Progress progress) {
    this.config = TunedFiles.over(config, dataDir);
    this.dataDir = dataDir;
    this.jvmOptions = jvmOptions;
    this.progress = progress;
    settings = this.config.section("tune", TuneSettings.class);
  }

  /** Measures and proposes; changes nothing. */
  public Tuning propose() throws IOException, InterruptedException {
    try (BenchmarkLock _ = BenchmarkLock.tuner()) {
      Measured measured = measure();
      return new Tuning(measured, Rules.propose(measured, config), List.of());
    }
  }

  /** Measures, proposes, and tries proposals until one is kept. */
  public Tuning tune() throws IOException, InterruptedException {
    try (BenchmarkLock _ = BenchmarkLock.tuner()) {
      Measured measured = measure();
      List<Proposal> proposals = Rules.propose(measured, config);
      List<Proposal> tried =
          proposals.stream().filter(Proposal::canBeTried).limit(settings.maxTrials()).toList();
      return new Tuning(measured, proposals, tryInTurn(tried));
    }
  }

  /**
   * Measures, and tries a change on request.
   *
   * @param key of the configuration
   * @param value its new value
   */
  public Tuning tryOut(String key, String value) throws IOException, InterruptedException {
    try (BenchmarkLock _ = BenchmarkLock.tuner()) {
      Measured measured = measure();
      Proposal asked =
          new Proposal(Kind.CONFIG, key, "as it is", value, "requested by the user", "");
      return new Tuning(measured, List.of(asked), tryInTurn(List.of(asked)));
    }
  }

  /**
   * Repeats the trial of the latest receipt; decides nothing and writes nothing.
   *
   * @throws ConfigException if there is no receipt, or its ticks are no longer in the journal
   */
  public Trial replay() throws IOException {
    try (BenchmarkLock _ = BenchmarkLock.tuner()) {
      TuningReceipt receipt = latestReceipt();
      Proposal proposal =
          new Proposal(
              Kind.valueOf(receipt.kind()),
              receipt.before().substring(0, receipt.before().indexOf('=')),
              receipt.before().substring(receipt.before().indexOf('=') + 1),
              receipt.after().substring(receipt.after().indexOf('=') + 1),
              receipt.reason(),
              "");
      Comparison comparison =
          compare(
              proposal,
              new TrialTicks(receipt.run(), receipt.firstTick()),
              receipt.rounds(),
              receipt.maxTicks(),
              receipt.seed(),
              progress);
      return new Trial(proposal, comparison, receipt);
    }
  }

  private List<Trial> tryInTurn(List<Proposal> proposals) throws IOException {
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < proposals.size(); i++) {
      double each = (1 - MEASURING) / proposals.size();
      Trial trial =
          tryOut(proposals.get(i), progress.part(MEASURING + i * each, MEASURING + (i + 1) * each));
      trials.add(trial);
      if (trial.receipt().isKept()) {
        break;
      }
    }
    return trials;
  }

  private Trial tryOut(Proposal proposal, Progress part) throws IOException {
    TrialTicks ticks =
        TrialTicks.find(dataDir, config, Rerun.latestRun(dataDir), settings.maxTicks());
    Comparison comparison =
        compare(proposal, ticks, settings.rounds(), settings.maxTicks(), SEED, part);
    boolean isKept = comparison.verdict() == Verdict.BETTER;
    Difference tick = comparison.tick();
    Interval change =
        tick == null ? new Interval(Double.NaN, Double.NaN, Double.NaN) : tick.change();
    Instant now = Instant.now();
    TuningReceipt receipt =
        new TuningReceipt(
            TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano(),
            ticks.run(),
            ticks.first(),
            settings.rounds(),
            settings.maxTicks(),
            SEED,
            isKept,
            change.low(),
            change.estimate(),
            change.high(),
            proposal.kind().name(),
            proposal.key() + "=" + proposal.before(),
            proposal.key() + "=" + proposal.after(),
            proposal.reason(),
            comparison.sentence());
    // the receipt comes first: a change without one could not be explained
    Journal.append(
        Journal.folder(dataDir), config.section("journal", JournalSettings.class), receipt);
    if (isKept) {
      keep(proposal);
    }
    return new Trial(proposal, comparison, receipt);
  }

  /** Keeps a change in the data folder. */
  private void keep(Proposal change) throws IOException {
    if (change.kind() == Kind.JVM) {
      TunedFiles.keepOption(change.after(), dataDir);
    } else {
      TunedFiles.keepKey(change.key(), change.after(), dataDir);
    }
  }

  private Comparison compare(
      Proposal proposal, TrialTicks ticks, int rounds, int maxTicks, long seed, Progress part)
      throws IOException {
    try (ScratchFolder scratch = ScratchFolder.create()) {
      Path nothing = Files.writeString(scratch.path().resolve("base.yaml"), "");
      Path changed = scratch.path().resolve("candidate.yaml");
      Path options = scratch.path().resolve("candidate.options");
      boolean isJvm = proposal.kind() == Kind.JVM;
      Files.writeString(
          changed,
          isJvm ? "" : NfcsConfig.parse("", "").with(proposal.key(), proposal.after()).toYaml());
      Files.writeString(
          options, Files.readString(jvmOptions) + (isJvm ? "\n" + proposal.after() + "\n" : ""));
      Variant base = variant(jvmOptions, nothing);
      return ReplayBenchmark.run(
          new ReplayBenchmark.Context()
              .journal(dataDir)
              .run(ticks.run())
              .windows(ticks.windows(maxTicks))
              .sides(base, variant(options, changed))
              .rounds(rounds)
              .maxTicks(maxTicks)
              .pace(proposal.isOfTheSchedule() ? Pace.RECORDED : Pace.FAST)
              .fromIntendedStart(proposal.isOfTheWakeUp())
              .threshold(settings.threshold())
              .seed(seed),
          part,
          null);
    }
  }

  private static Variant variant(Path options, Path configuration) {
    return new Variant(
        Path.of(System.getProperty("java.home")),
        options,
        System.getProperty("java.class.path"),
        configuration);
  }

  private Measured measure() throws InterruptedException {
    Nfcs.Context context = new Nfcs.Context().config(config).set("run.ticks", "0").dataDir(dataDir);
    try (Nfcs nfcs = Nfcs.start(context)) {
      long collectingMillis = collectingMillis();
      long startNanos = System.nanoTime();
      double done = 0;
      while (done < 1 && !nfcs.await(REFRESH)) {
        done = (System.nanoTime() - startNanos) / (settings.seconds() * NANOS_PER_SECOND);
        progress.at(MEASURING * Math.min(1, done), "measuring the loop");
      }
      List<CacheMeasure> caches =
          nfcs.grid().caches().stream().flatMap(cache -> CacheMeasure.of(cache).stream()).toList();
      double fragmentation =
          nfcs.grid().regions().stream()
              .mapToDouble(RegionStatistics::fragmentation)
              .max()
              .orElse(0);
      double collecting =
          (collectingMillis() - collectingMillis) / MILLIS_PER_SECOND / settings.seconds();
      RunSummary run = nfcs.stop();
      return new Measured(
          run, caches, fragmentation, collecting, Runtime.getRuntime().availableProcessors());
    }
  }

  private TuningReceipt latestReceipt() {
    TuningReceipt latest = latest();
    if (latest == null) {
      throw new ConfigException(dataDir + ": its journal has no receipt of tuning");
    }
    return latest;
  }

  private @Nullable TuningReceipt latest() {
    TuningReceipt latest = null;
    try (JournalReader reader = new JournalReader(Journal.existingFolder(dataDir))) {
      JournalReader.Entry entry = reader.next();
      while (entry != JournalReader.Entry.END) {
        latest = entry == JournalReader.Entry.RECEIPT ? reader.receipt() : latest;
        entry = reader.next();
      }
    }
    return latest;
  }

  private static long collectingMillis() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }
}
