package io.nfcs.pipeline;

import io.nfcs.config.ConfigException;
import io.nfcs.config.JvmFlags;
import io.nfcs.config.NfcsConfig;
import io.nfcs.config.Plugins;
import io.nfcs.config.StartException;
import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Metrics;
import io.nfcs.counters.OperationTimers;
import io.nfcs.grid.Grid;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalCheck;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalledRun;
import io.nfcs.journal.Keyframes;
import io.nfcs.journal.Retention;
import io.nfcs.pipeline.observe.ObserverFeed;
import io.nfcs.pipeline.replay.ReplayReport;
import io.nfcs.pipeline.replay.Replayer;
import io.nfcs.pipeline.replay.Window;
import io.nfcs.pipeline.ring.KeyframeTaker;
import io.nfcs.pipeline.store.JournalTailer;
import io.nfcs.pipeline.store.StoreProjector;
import io.nfcs.pipeline.timing.RunStatistics;
import io.nfcs.pipeline.timing.SampledOperations;
import io.nfcs.pipeline.timing.SamplingSettings;
import io.nfcs.table.NodeState;
import io.nfcs.tick.InputSource;
import io.nfcs.tick.ObserverContext;
import io.nfcs.tick.Progress;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickObserver;
import io.nfcs.tick.TickShape;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running loop in this JVM, with all its parts: grid, stages, ring, journal, store and the thread
 * that ticks.
 *
 * <p><b>Threads.</b> Any. <b>Owns</b> everything it starts, until {@link #close()}. <b>Fails.</b>
 * {@link #start} with a {@link ConfigException} or {@link StartException} that says what to change,
 * and then nothing is left started.
 */
public final class Nfcs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Nfcs.class);
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Counters counters = new Counters();
  private final ErrorLog errors = new ErrorLog();
  private final Metrics metrics = new Metrics();
  private final RunStatistics statistics = new RunStatistics();
  private final TickClock clock = TickClock.system();
  private final Owned owned;
  private final SampledOperations operations;
  private final Grid grid;
  private final RunHeader header;
  private final StoreProjector store;
  private final Loop loop;
  private @Nullable RunSummary total;

  private Nfcs(Context context, RunPlan plan, Owned owned) {
    this.owned = owned;
    Path folder = Journal.folder(context.dataDir);
    // before the data folder is touched
    ThrowawayStages.check(plan.config(), context.inputs == null ? plan.run().drive() : List.of());
    var _ = resumption(context, plan);
    Plugins plugins = owned.add(Plugins.open(plan.config()));
    List<TickObserver> observers = observers(context, plan.config(), plugins, statistics);
    operations =
        new SampledOperations(plan.config().section("sampling", SamplingSettings.class), clock);
    plan.config().refuseUnknown(Grid.sections(plan.config()).toArray(String[]::new));
    grid = owned.add(Grid.start(context.dataDir, plan.config(), operations));
    // the folder is held now, so no other process goes on with the run
    Resumption resumption = resumption(context, plan);
    StageSet stages =
        owned.add(
            StageSet.open(
                plan.config(),
                plan.ticksInFlight(),
                Journal.documents(folder),
                false,
                grid::tickCache,
                errors,
                metrics));
    Journal journal = owned.add(Journal.open(folder, plan.journal(), clock, stages.shape()));
    store = new StoreProjector(grid, plan.store(), Clock.systemUTC(), counters, errors);
    JournalReader reader = new JournalReader(folder);
    WarmUp.run(plan);
    header = header(plan, stages, reader.latestRun(), resumption);
    loop = owned.add(loop(context, plan, stages, journal));
    if (resumption != null) {
      resumption.restore(stages, plan.config(), loop);
    }
    journal.begin(header);
    store.liveRun(header);
    Retention retention = new Retention(folder, plan.journal(), Clock.systemUTC());
    // closed after the store, so that the page tells how it catches up
    List<ObserverFeed> feeds = feeds(observers, folder, reader.lastIndex(), plan);
    JournalTailer tailer =
        owned.add(
            new JournalTailer(
                folder, reader, store, plan.store(), retention, counters, metrics, errors));
    ObserverContext observed =
        new Observed(plan.config(), grid, counters, loop, metrics, errors, stages.sizes());
    observers.forEach(observer -> observer.open(observed));
    feeds.forEach(ObserverFeed::start);
    tailer.start();
    stages.start();
    loop.start();
  }

  private static @Nullable Resumption resumption(Context context, RunPlan plan) {
    return context.isResumed
        ? Resumption.find(Journal.folder(context.dataDir), plan.run().ticks())
        : null;
  }

  private Loop loop(Context context, RunPlan plan, StageSet stages, Journal journal) {
    KeyframeTaker keyframes = KeyframeTaker.OFF;
    String unsaved = StageStates.unsaved(stages.stages());
    if (plan.journal().keyframeTicks() > 0 && unsaved != null) {
      LOG.warn("stage {} does not save its state, so the run has no keyframes", unsaved);
    } else if (plan.journal().keyframeTicks() > 0) {
      journal.rollAtKeyframes();
      keyframes =
          owned.add(
              new KeyframeRecorder(
                  new Keyframes(Journal.folder(context.dataDir)),
                  header.run(),
                  stages.stages(),
                  plan.journal().keyframeTicks(),
                  journal::isKeyframeWanted,
                  counters,
                  errors));
    }
    InputSource inputs =
        context.inputs == null
            ? new DrivenInputs(plan.run().drive(), stages.shape())
            : context.inputs;
    return new Loop(
        plan,
        stages,
        stages.sampled(inputs),
        clock,
        journal,
        store.fields(),
        keyframes,
        counters,
        metrics,
        errors);
  }

  /** Starts everything; the first tick is due at once. */
  public static Nfcs start(Context context) {
    JvmFlags.check(JvmFlags.Part.values());
    RunPlan plan = context.conclude();
    Owned owned = new Owned();
    try {
      return new Nfcs(context, plan, owned);
    } catch (RuntimeException | Error failure) {
      try {
        uninterrupted(owned::close);
      } catch (RuntimeException | Error second) {
        failure.addSuppressed(second);
      }
      throw failure;
    }
  }

  /**
   * Executes a journal again and compares every digest.
   *
   * @param dir data folder of a run, or its journal's folder
   * @param progress told the number of ticks executed so far
   */
  public static ReplayReport replay(Path dir, LongConsumer progress) {
    Path journal = Journal.existingFolder(dir);
    return replayer(journal, processors(), progress).replay(journal, run -> true);
  }

  /** Executes the ticks of one run again and compares every digest. */
  public static ReplayReport replay(Path dir, long run, LongConsumer progress) {
    Path journal = Journal.existingFolder(dir);
    JournalledRun named = JournalledRun.named(journal, run);
    return replayer(journal, processors(), progress).replay(journal, each -> each == named.run());
  }

  /**
   * Executes some ticks of a run again and compares every digest.
   *
   * @param windows one or more, in their order
   */
  public static ReplayReport replay(
      Path dir, long run, List<Window> windows, LongConsumer progress) {
    Path journal = Journal.existingFolder(dir);
    return replayer(journal, processors(), progress).replay(journal, run, windows);
  }

  private static Replayer replayer(Path journal, int threads, LongConsumer progress) {
    return new Replayer(
        (header, sink) -> ThrowawayStages.replay(header, sink, journal), threads, progress);
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  /**
   * Compares the tables of a data folder with its journal and writes again what is missing or
   * altered. The limits of the tables are those that the latest run had.
   *
   * @param dir the data folder; no run may use it
   * @param config has the sizes of the node, in section {@code grid}
   * @param progress told the number of ticks compared so far
   */
  public static RebuildReport rebuild(Path dir, NfcsConfig config, LongConsumer progress) {
    return RebuildReport.of(dir, config, progress);
  }

  /** The shape of the ticks that a run with a configuration has; nothing is opened for it. */
  public static TickShape shape(NfcsConfig config) {
    return StageSet.shape(config);
  }

  /** Version and commit of this code. */
  public static String codeVersion() {
    return Environment.codeVersion();
  }

  /** The grid of this run. */
  public Grid grid() {
    return grid;
  }

  /** Identity, shape, configuration and environment of this run. */
  public RunHeader header() {
    return header;
  }

  /** What the parts of this run tell of themselves; the host may add to them. */
  public Metrics metrics() {
    return metrics;
  }

  /** Counters of this run. */
  public Counters counters() {
    return counters;
  }

  /**
   * Timers of operations, a share of which (section {@code sampling}) is in the summary by name:
   * those of the caches of {@link #grid()}, and any that the host times by them.
   */
  public OperationTimers operations() {
    return operations;
  }

  /** How far this process has come with the run. */
  public Progress progress() {
    return loop.progress();
  }

  /** Waits until the ticks of the run are done; answers whether they are. */
  public boolean await(Duration time) throws InterruptedException {
    return loop.await(time);
  }

  /** Ends the run after the tick in progress; does not wait. */
  public void requestStop() {
    loop.requestStop();
  }

  /** What the run has come to; after {@link #stop()} what it came to in all. */
  public synchronized RunSummary summary() {
    if (total != null) {
      return total;
    }
    long journalled = counters.value(CounterId.TICKS_JOURNALLED);
    return summary(
        new RunSummary.JournalTotals(
            journalled, 0, counters.value(CounterId.TICKS_DROPPED), List.of()),
        counters.value(CounterId.TICKS_STORED),
        "");
  }

  /**
   * Ends the run, waits until the tables have caught up with the journal, for {@code
   * store.drain_millis} at most, and returns the summary.
   *
   * @throws IllegalStateException if the run ended because its inputs failed; the cause is theirs
   */
  public synchronized RunSummary stop() {
    if (total == null) {
      uninterrupted(this::end);
    }
    if (loop.failure() != null) {
      throw new IllegalStateException("the inputs failed, so the run ended", loop.failure());
    }
    return Objects.requireNonNull(total);
  }

  private void end() {
    loop.close();
    String trouble = closed(() -> owned.closeUpTo(grid), "");
    NodeState node = grid.nodeState();
    if (!node.isRunning()) {
      trouble = joined(trouble, "the node is " + node);
    }
    long stored = store.storedTicks();
    trouble = closed(owned::close, trouble);
    total = totals(stored, trouble);
  }

  /** Stops the run if it still runs, and frees everything. */
  @Override
  public synchronized void close() {
    if (total == null) {
      uninterrupted(() -> {
        loop.close();
        owned.close();
      });
    }
  }

  /**
   * Does something on a thread that nobody interrupts: who was interrupted wants the end of the
   * run, and not a half of it.
   */
  private static void uninterrupted(Runnable end) {
    try {
      CompletableFuture.runAsync(end, Nfcs::startThread).join();
    } catch (CompletionException failure) {
      switch (failure.getCause()) {
        case RuntimeException unchecked -> throw unchecked;
        case Error error -> throw error;
        case null, default -> throw failure;
      }
    }
  }

  private static void startThread(Runnable end) {
    try {
      new Thread(end, "nfcs-end").start();
    } catch (OutOfMemoryError noThread) {
      end.run();
    }
  }

  /** Closes; what is in the way is told in the summary, beside what was told before. */
  private String closed(Runnable close, String trouble) {
    try {
      close.run();
      return trouble;
    } catch (RuntimeException failure) {
      errors.record("end of the run", failure);
      return joined(trouble, String.valueOf(failure.getMessage()));
    }
  }

  private static String joined(String trouble, String more) {
    return trouble.isEmpty() ? more : trouble + "; " + more;
  }

  private RunSummary totals(long stored, String trouble) {
    long dropped = counters.value(CounterId.TICKS_DROPPED);
    try {
      JournalCheck check = JournalCheck.ofJournal(Journal.folder(grid.dataDir()));
      return summary(
          new RunSummary.JournalTotals(check.records(), check.bytes(), dropped, check.damages()),
          stored,
          trouble);
    } catch (UncheckedIOException unreadable) {
      errors.record("totals of the journal", unreadable);
      return summary(
          new RunSummary.JournalTotals(
              counters.value(CounterId.TICKS_JOURNALLED), 0, dropped, List.of()),
          stored,
          joined(trouble, "the journal cannot be read: " + unreadable.getMessage()));
    }
  }

  private RunSummary summary(RunSummary.JournalTotals journal, long storedTicks, String trouble) {
    return new RunSummary(
        counters.value(CounterId.TICKS_JOURNALLED),
        counters.value(CounterId.TICKS_MISSED),
        counters.value(CounterId.TICKS_DEGRADED),
        statistics.hz(),
        statistics.lateness(),
        statistics.duration(),
        statistics.stages(),
        journal,
        new RunSummary.StoreTotals(
            storedTicks, counters.storeLag(), counters.value(CounterId.FIELDS_STORED), trouble),
        statistics.last(),
        new RunSummary.Sampling(
            operations.share(), operations.costNanos(), operations.statistics()),
        grid.dataDir());
  }

  private static List<TickObserver> observers(
      Context context, NfcsConfig config, Plugins plugins, RunStatistics statistics) {
    Map<String, Supplier<TickObserver>> found =
        plugins.find(TickObserver.class, TickObserver::name);
    List<TickObserver> observers = new ArrayList<>(List.of(statistics));
    Set<String> names = new LinkedHashSet<>(context.observers);
    names.addAll(config.section("pipeline", PipelineSettings.class).observers());
    names.forEach(name -> observers.add(Plugins.named(found, "pipeline.observers", name)));
    return observers;
  }

  /** A feed for each observer from the header of this run on, which has an index in the journal. */
  private List<ObserverFeed> feeds(
      List<TickObserver> observers, Path folder, long index, RunPlan plan) {
    List<ObserverFeed> feeds = new ArrayList<>();
    for (TickObserver observer : observers) {
      JournalReader reader = new JournalReader(folder);
      long run = header.run();
      feeds.add(
          owned.add(
              new ObserverFeed(observer, reader, index, run, plan.store(), counters, errors)));
    }
    return feeds;
  }

  private RunHeader header(
      RunPlan plan, StageSet stages, @Nullable RunHeader latest, @Nullable Resumption resumption) {
    Instant now = Instant.now();
    long epochNanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    // also behind what the tables had, whose journal may be gone
    long after = Math.max(latest == null ? Long.MIN_VALUE : latest.run(), store.removedRun());
    return new RunHeader(
        resumption != null
            ? resumption.header().run()
            : Math.max(epochNanos / NANOS_PER_MILLI, after + 1),
        epochNanos,
        clock.nanoTime(),
        Math.round(TimeUnit.SECONDS.toNanos(1) / plan.orchestrator().hz()),
        stages.shape(),
        plan.config().toYaml(),
        Environment.codeVersion(),
        Environment.fingerprint(),
        resumption == null ? 0 : resumption.next());
  }

  private record Observed(
      NfcsConfig config,
      Grid grid,
      Counters counters,
      Loop loop,
      Metrics metrics,
      ErrorLog errors,
      Map<String, String> stageSizes)
      implements ObserverContext {
    @Override
    public Progress progress() {
      return loop.progress();
    }

    @Override
    public <R extends Record> R settings(String section, Class<R> type) {
      return config.section(section, type);
    }
  }

  /**
   * What a run is to be. Every setter may be left out.
   *
   * <p><b>Threads.</b> One.
   */
  public static final class Context {
    private static final DateTimeFormatter FOLDER =
        DateTimeFormatter.ofPattern("'run-'yyyyMMdd-HHmmss.SSS").withZone(ZoneOffset.UTC);

    private NfcsConfig config = NfcsConfig.parse("defaults", "");
    private Path dataDir = Path.of(".nfcs", FOLDER.format(Instant.now()));
    private final Set<String> observers = new LinkedHashSet<>();
    private @Nullable InputSource inputs;
    private boolean isResumed;

    /** A run with every setting at its default, in a fresh folder below {@code .nfcs}. */
    public Context() {}

    /** Lays a configuration file over what is set so far: {@code nfcs.yaml}, then a scenario. */
    public Context config(Path file) {
      return config(NfcsConfig.load(file));
    }

    /** Lays a configuration over what is set so far. */
    public Context config(NfcsConfig upper) {
      config = config.overlay(upper);
      return this;
    }

    /** Sets one key of the configuration, such as {@code orchestrator.hz}. */
    public Context set(String key, String value) {
      config = config.with(key, value);
      return this;
    }

    /**
     * Sets the folder for all that the run writes. In the folder of an earlier run, a new run is
     * appended, unless {@link #resume} is called.
     */
    public Context dataDir(Path dir) {
      dataDir = dir;
      return this;
    }

    /**
     * Resumes the latest run of the data folder after its last tick, with its numbers, states and
     * inputs; if there is none, a new run begins. Start fails if a setting of a stage is not as it
     * was. {@code run.ticks} counts the ticks before too.
     */
    public Context resume() {
      isResumed = true;
      return this;
    }

    /** A source of inputs in place of the configured drive. */
    public Context inputs(InputSource source) {
      inputs = source;
      return this;
    }

    /** Adds an observer of committed ticks, by its name, to those of the configuration. */
    public Context observe(String name) {
      observers.add(name);
      return this;
    }

    /** The configuration in force. */
    @Override
    public String toString() {
      return config.toYaml();
    }

    private RunPlan conclude() {
      return RunPlan.of(config);
    }
  }
}
