package io.nfcs.lab.replay;

import io.nfcs.command.Progress;
import io.nfcs.config.ConfigException;
import io.nfcs.lab.Conditions;
import io.nfcs.lab.ScratchFolder;
import io.nfcs.lab.replay.Comparison.Settings;
import io.nfcs.lab.replay.Fork.Identity;
import io.nfcs.lab.replay.Fork.Pass;
import io.nfcs.pipeline.Pace;
import io.nfcs.pipeline.Rerun;
import io.nfcs.pipeline.replay.ReplayReport.Divergence;
import io.nfcs.pipeline.replay.Window;
import io.nfcs.pipeline.replay.WindowRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A benchmark that executes the ticks of a journal by a base and a candidate and judges the
 * difference.
 *
 * <p>A round is four JVMs, two of each side, that take turns in the order base, candidate,
 * candidate, base, pass by pass, so that other load of the machine affects both; the two of the
 * base show its difference from itself. Only one works at a time. Every pass must have the digests
 * of the journal, or no time is compared.
 *
 * <p><b>Threads.</b> The caller's. <b>Owns</b> the JVMs until {@link #run} returns. <b>Fails</b>
 * with a {@link ConfigException} if a JVM does not start or has nothing to execute, with a {@link
 * io.nfcs.pipeline.LostDocumentException} if a document that the ticks refer to is missing.
 */
public final class ReplayBenchmark {
  private static final int MIN_PASSES = 3;
  private static final int MAX_PASSES = 40;

  /** Smallest relative gain by which a pass counts as faster than the one before. */
  private static final double STEADY = 0.02;

  /** Passes without a faster one after which code counts as compiled. */
  private static final int CALM_PASSES = 2;

  private final Context context;
  private final Progress progress;
  private final Path logs;
  private final List<Round> rounds = new ArrayList<>();
  private @Nullable Identity base;
  private @Nullable Identity candidate;
  private @Nullable Divergence divergence;
  private List<Window> windows = List.of();
  private int done;

  private ReplayBenchmark(Context context, Progress progress, Path logs) {
    this.context = context;
    this.progress = progress;
    this.logs = logs;
  }

  /**
   * Runs the benchmark, which takes minutes: each round starts and ends four JVMs.
   *
   * @param samplesDir folder for raw samples, {@code null} for none
   * @return the verdict; {@link Verdict#INCOMPARABLE} if a digest differs or the conditions do
   * @throws IllegalStateException if journal, base or candidate are not given
   */
  public static Comparison run(Context context, Progress progress, @Nullable Path samplesDir)
      throws IOException {
    try (ScratchFolder logs = ScratchFolder.create()) {
      ReplayBenchmark benchmark = new ReplayBenchmark(context, progress, logs.path());
      Comparison comparison = benchmark.run();
      if (samplesDir != null && !benchmark.rounds.isEmpty()) {
        RawSamples.write(benchmark.samples(), samplesDir);
      }
      return comparison;
    }
  }

  private Comparison run() throws IOException {
    windows = Rerun.windows(context.journal(), context.run(), context.windows(), context.maxTicks);
    for (int round = 0; round < context.rounds && divergence == null; round++) {
      round();
    }
    Map<String, String> mismatches =
        Conditions.mismatches(
            of(base).environment(), of(candidate).environment(), context.onPurpose());
    if (divergence != null || !mismatches.isEmpty()) {
      return withoutTimes(mismatches);
    }
    Samples samples = samples();
    return new Judge(samples, settings(samples.measuredTicks()), context.seed)
        .judge(of(base).environment(), of(candidate).environment());
  }

  /** Runs four JVMs from their start to their end. */
  private void round() throws IOException {
    List<Fork> forks = new ArrayList<>();
    try {
      for (boolean isBase : new boolean[] {true, false, false, true}) {
        Variant variant = isBase ? context.base() : context.candidate();
        forks.add(Fork.start(variant, context.journal(), context.run(), windows, logs));
      }
      List<Identity> identities = new ArrayList<>();
      for (Fork fork : forks) {
        identities.add(fork.identity());
      }
      base = identities.get(0);
      candidate = identities.get(1);
      long passNanos = warmUp(forks);
      int passes =
          context.pace == Pace.RECORDED
              ? 1
              : Math.clamp(context.measuredNanos / Math.max(1, passNanos), MIN_PASSES, MAX_PASSES);
      List<List<PassTimes>> times = new ArrayList<>();
      forks.forEach(fork -> times.add(new ArrayList<>()));
      for (int pass = 0; pass < passes && divergence == null; pass++) {
        for (int fork = 0; fork < forks.size(); fork++) {
          times.get(fork).add(pass(forks.get(fork), context.pace));
        }
        report(0.6 + 0.4 * (pass + 1) / passes, "measuring");
      }
      rounds.add(
          new Round(List.of(times.get(0), times.get(3)), List.of(times.get(1), times.get(2))));
      done++;
    } finally {
      for (Fork fork : forks) {
        fork.close();
      }
    }
  }

  /**
   * Executes passes until the code is compiled, that is for the time asked for at least, and until
   * no JVM has become faster for some passes; returns the duration of a pass afterwards.
   */
  private long warmUp(List<Fork> forks) throws IOException {
    // the first pass is mostly compilation, which all may do at once
    for (Fork fork : forks) {
      fork.begin(Pace.FAST);
    }
    long[] fastest = new long[forks.size()];
    for (int fork = 0; fork < forks.size(); fork++) {
      fastest[fork] = end(forks.get(fork)).total();
    }
    long spent = 0;
    long last = 0;
    int calm = 0;
    long enough = context.warmUpNanos * forks.size();
    for (int pass = 1; pass < MAX_PASSES && divergence == null; pass++) {
      boolean isFaster = false;
      for (int fork = 0; fork < forks.size(); fork++) {
        long start = System.nanoTime();
        long total = pass(forks.get(fork), Pace.FAST).total();
        last = System.nanoTime() - start;
        spent += last;
        isFaster |= total < (1 - STEADY) * fastest[fork];
        fastest[fork] = Math.min(fastest[fork], total);
      }
      calm = isFaster ? 0 : calm + 1;
      if (spent >= enough && calm >= CALM_PASSES) {
        break;
      }
      report(0.1 + 0.5 * Math.min(1, (double) spent / enough), "warming up");
    }
    return last;
  }

  private PassTimes pass(Fork fork, Pace pace) throws IOException {
    fork.begin(pace);
    return end(fork);
  }

  private PassTimes end(Fork fork) throws IOException {
    Pass pass = fork.end();
    if (pass.divergedAt() >= 0 && divergence == null) {
      divergence = new Divergence(context.run(), pass.divergedAt(), "digest");
    }
    return pass.times();
  }

  private void report(double ofRound, String what) {
    progress.at(
        (done + ofRound) / context.rounds,
        "round " + (done + 1) + " of " + context.rounds + ", " + what);
  }

  private Samples samples() {
    return new Samples(rounds, of(base).stages());
  }

  private Comparison withoutTimes(Map<String, String> mismatches) {
    return Comparison.withoutTimes(
        divergence, mismatches, settings(0), of(base).environment(), of(candidate).environment());
  }

  private Settings settings(long measuredTicks) {
    return new Settings(
        context.run(),
        windows,
        of(base).ticks(),
        rounds.size(),
        measuredTicks,
        context.threshold,
        context.confidence,
        context.pace.name().toLowerCase(Locale.ROOT),
        context.isFromIntendedStart);
  }

  private static Identity of(@Nullable Identity identity) {
    if (identity == null) {
      throw new IllegalStateException("no JVM was started");
    }
    return identity;
  }

  /**
   * Base, candidate and effort of a comparison. Journal, base and candidate must be given.
   *
   * <p><b>Threads.</b> One.
   */
  public static final class Context {
    /** Rounds by default. */
    public static final int ROUNDS = 4;

    /** Most ticks by default. */
    public static final int MAX_TICKS = 2000;

    /** Least seconds of warming up by default. */
    public static final double WARM_UP_SECONDS = 1;

    /** Seconds that each JVM is measured by default. */
    public static final double MEASURED_SECONDS = 4;

    private static final double DEFAULT_THRESHOLD = 0.03;
    private static final double DEFAULT_CONFIDENCE = 0.95;

    private static final long LONGEST = Long.MIN_VALUE;

    private @Nullable Path journal;
    private long run = LONGEST;
    private @Nullable Variant base;
    private @Nullable Variant candidate;
    private WindowRequest window = WindowRequest.ALL;
    private List<Window> windows = List.of();
    private int maxTicks = MAX_TICKS;
    private int rounds = ROUNDS;
    private double threshold = DEFAULT_THRESHOLD;
    private double confidence = DEFAULT_CONFIDENCE;
    private Pace pace = Pace.FAST;
    private boolean isFromIntendedStart;
    private long warmUpNanos = nanos(WARM_UP_SECONDS);
    private long measuredNanos = nanos(MEASURED_SECONDS);
    private long seed = 1;

    /** A context without journal and sides. */
    public Context() {}

    /**
     * Sets the data folder of a run, or its journal's folder; its longest run is executed, or with
     * a window its latest.
     */
    public Context journal(Path dir) {
      journal = dir;
      return this;
    }

    /** Sets another run of the journal. */
    public Context run(long number) {
      run = number;
      return this;
    }

    /** Sets the two sides. */
    public Context sides(Variant baseSide, Variant candidateSide) {
      base = baseSide;
      candidate = candidateSide;
      return this;
    }

    /**
     * Sets the ticks to execute; if not set, the first of the run, or its last if the first are
     * gone.
     */
    public Context window(WindowRequest request) {
      window = request;
      return this;
    }

    /** Sets the ticks to execute, by their numbers. */
    public Context windows(List<Window> ticks) {
      windows = ticks;
      return this;
    }

    /** Sets the largest number of ticks, from the first of those to execute. */
    public Context maxTicks(int ticks) {
      maxTicks = atLeast("ticks", ticks, 1);
      return this;
    }

    /** Sets the number of rounds of four JVMs. */
    public Context rounds(int count) {
      rounds = atLeast("rounds", count, 1);
      return this;
    }

    /** Sets the smallest relative change that matters, such as 0.03. */
    public Context threshold(double share) {
      threshold = share;
      return this;
    }

    /** Sets the confidence of the intervals, such as 0.95. */
    public Context confidence(double share) {
      confidence = share;
      return this;
    }

    /** Sets the pace at which ticks are executed. */
    public Context pace(Pace when) {
      pace = when;
      return this;
    }

    /**
     * Sets whether ticks are judged from their intended start, so that lateness counts, and not
     * from their wake-up; without effect at full speed, where no tick is late.
     */
    public Context fromIntendedStart(boolean isIntended) {
      isFromIntendedStart = isIntended;
      return this;
    }

    /**
     * Sets the least seconds that each JVM executes ticks at full speed before the measurement, and
     * the seconds of the measurement.
     */
    public Context effort(double warmUp, double measured) {
      warmUpNanos = nanos(warmUp);
      measuredNanos = nanos(measured);
      return this;
    }

    /** Sets the seed of the bootstrap. */
    public Context seed(long value) {
      seed = value;
      return this;
    }

    private Path journal() {
      return given("journal", journal);
    }

    private List<Window> windows() {
      return window.isAll() ? windows : window.of(journal(), run());
    }

    private Variant base() {
      return given("base", base);
    }

    private Variant candidate() {
      return given("candidate", candidate);
    }

    /** Returns the number of the run; reads through the journal once to find it. */
    private long run() {
      if (run == LONGEST) {
        run = window.isAll() ? Rerun.longestRun(journal()) : Rerun.latestRun(journal());
      }
      return run;
    }

    /** Returns the keys of the environment that the two sides set for themselves. */
    private Set<String> onPurpose() {
      return base().java().equals(candidate().java()) ? Set.of("flags") : Set.of("flags", "jvm");
    }

    private static long nanos(double seconds) {
      return Math.round(seconds * TimeUnit.SECONDS.toNanos(1));
    }

    private static int atLeast(String what, int value, int least) {
      if (value < least) {
        throw new ConfigException(
            what + ": " + value + " is not allowed, but " + least + " or more");
      }
      return value;
    }

    private static <T> T given(String what, @Nullable T value) {
      if (value == null) {
        throw new IllegalStateException(what + " is not given");
      }
      return value;
    }
  }
}
