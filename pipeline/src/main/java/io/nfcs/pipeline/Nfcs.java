package io.nfcs.pipeline;

import io.nfcs.config.ConfigException;
import io.nfcs.config.JvmFlags;
import io.nfcs.config.NfcsConfig;
import io.nfcs.config.Plugins;
import io.nfcs.config.StartException;
import io.nfcs.counters.Counters;
import io.nfcs.counters.Metrics;
import io.nfcs.counters.OperationTimers;
import io.nfcs.grid.Grid;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalledRun;
import io.nfcs.pipeline.replay.ReplayReport;
import io.nfcs.pipeline.replay.Replayer;
import io.nfcs.pipeline.replay.Window;
import io.nfcs.pipeline.store.JournalTailer;
import io.nfcs.pipeline.store.StoreProjector;
import io.nfcs.pipeline.timing.Instruments;
import io.nfcs.table.NodeState;
import io.nfcs.tick.InputSource;
import io.nfcs.tick.ObserverContext;
import io.nfcs.tick.Progress;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickObserver;
import io.nfcs.tick.TickShape;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A running loop in this JVM, with all its parts: grid, stages, ring, journal, store and the thread
 * that ticks.
 *
 * <p><b>Threads.</b> Any, with one exception: {@link #summary}, {@link #stop} and {@link #close}
 * exclude each other by a lock, and a stop waits for the threads of the run. So an {@link
 * InputSource}, a stage or an observer must not call them; {@link #requestStop} is free to all.
 * <b>Owns</b> everything it starts, until {@link #close()}. <b>Fails.</b> {@link #start} with a
 * {@link ConfigException} or {@link StartException} that says what to change; then nothing is left
 * started.
 */
public final class Nfcs implements AutoCloseable {
  private final RunContext run;
  private final Owned owned;
  private final RunTotals totals;
  private final Grid grid;
  private final StoreProjector store;
  private final RunHeader header;
  private final Loop loop;
  private @Nullable RunSummary total;

  private Nfcs(RunContext run, Owned owned) {
    this.run = run;
    this.owned = owned;
    RunParts open = new RunParts(run, owned);
    open.checkAll();
    Plugins plugins = open.plugins();
    totals = new RunTotals(run);
    List<TickObserver> observers = open.observers(plugins, totals.statistics());
    grid = open.grid(totals.operations());
    // the folder is held now, so no other process continues with the run
    Resumption resumption = run.resumption();
    StageSet stages = open.stages(grid);
    Journal journal = open.journal(stages.shape());
    store = open.store(grid);
    JournalReader reader = new JournalReader(run.folder());
    WarmUp.run(run.plan());
    header = run.header(stages.shape(), latestRun(reader), resumption);
    loop = open.loop(stages, journal, store.fields(), header.run());
    if (resumption != null) {
      resumption.restore(stages, run.config(), loop);
    }
    journal.begin(header);
    store.liveRun(header);
    // closed after the store, so that the page shows the store catching up
    List<ObserverFeed> feeds = open.feeds(observers, header.run(), reader.lastIndex());
    JournalTailer tailer = open.tailer(reader, store);
    ObserverContext observed = new Observed(run, grid, loop, stages.sizes());
    observers.forEach(observer -> observer.open(observed));
    feeds.forEach(ObserverFeed::start);
    tailer.start();
    stages.start();
    loop.start();
  }

  /**
   * Returns the number of the latest run of the journal or the tables, since the journal may be
   * gone.
   */
  private long latestRun(JournalReader reader) {
    RunHeader latest = reader.latestRun();
    return Math.max(latest == null ? Long.MIN_VALUE : latest.run(), store.removedRun());
  }

  /**
   * Starts everything; the first tick is due at once. Returns when the parts are open and the code
   * is warmed up, which takes seconds.
   *
   * @throws ConfigException if the configuration is not usable, or the run cannot be resumed
   * @throws StartException if the data folder is in use or cannot be written, or the JVM lacks
   *     flags
   */
  public static Nfcs start(Context context) {
    JvmFlags.check(JvmFlags.Part.values());
    RunContext run = context.conclude();
    Owned owned = new Owned();
    try {
      return new Nfcs(run, owned);
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
   * @param progress receives the number of ticks executed so far, by one thread at a time
   * @throws ConfigException if there is no journal; damage and divergence are in the report
   */
  public static ReplayReport replay(Path dir, LongConsumer progress) {
    Path journal = Journal.existingFolder(dir);
    return replayer(journal, processors(), progress).replay(journal, run -> true);
  }

  /**
   * Executes the ticks of one run again and compares every digest.
   *
   * @throws ConfigException if the journal does not hold the run
   */
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
   * Compares the tables of a data folder with its journal and rewrites missing or altered rows. The
   * limits of the tables are those of the latest run.
   *
   * @param dir the data folder; no run may use it
   * @param config sizes of the node, in section {@code grid}
   * @param progress receives the number of ticks compared so far
   */
  public static RebuildReport rebuild(Path dir, NfcsConfig config, LongConsumer progress) {
    return RebuildReport.of(dir, config, progress);
  }

  /** Returns the shape of the ticks of a run with a configuration; opens nothing. */
  public static TickShape shape(NfcsConfig config) {
    return StageSet.shape(config);
  }

  /** Returns the version and commit of this code. */
  public static String codeVersion() {
    return Environment.codeVersion();
  }

  /** Returns the grid of this run, which closes it; the host must not. */
  public Grid grid() {
    return grid;
  }

  /** Returns the identity, shape, configuration and environment of this run. */
  public RunHeader header() {
    return header;
  }

  /** Returns the metrics of this run's parts, to which the host may add. */
  public Metrics metrics() {
    return run.instruments().metrics();
  }

  /** Returns the counters of this run. */
  public Counters counters() {
    return run.instruments().counters();
  }

  /**
   * Returns the timers of operations, a share of which (section {@code sampling}) is in the summary
   * by name: those of the caches of {@link #grid()}, and those timed by the host.
   */
  public OperationTimers operations() {
    return totals.operations();
  }

  /** Returns the progress of the run in this process. */
  public Progress progress() {
    return loop.progress();
  }

  /**
   * Waits until the last tick of the run was handed to the stages, a stop was requested or the
   * inputs have failed; returns whether it was so in time. {@link #stop} finishes the ticks still
   * under way.
   */
  public boolean await(Duration time) throws InterruptedException {
    return loop.await(time);
  }

  /** Ends the run after the tick in progress; does not wait. */
  public void requestStop() {
    loop.requestStop();
  }

  /**
   * Returns the totals so far; after {@link #stop()} the final totals. Waits for a {@code stop} of
   * another thread.
   */
  public synchronized RunSummary summary() {
    return total == null ? totals.soFar() : total;
  }

  /**
   * Ends the run, waits until the tables have caught up with the journal, for {@code
   * store.drain_millis} at most, and returns the summary. Later calls return the same. An interrupt
   * does not shorten it.
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
      trouble = RunTotals.joined(trouble, "the node is " + node);
    }
    long stored = store.storedTicks();
    trouble = closed(owned::close, trouble);
    total = totals.inAll(stored, trouble);
  }

  /**
   * Stops the run if it still runs, and frees everything; does nothing after {@link #stop}. Unlike
   * that, it makes no summary.
   */
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
   * Runs a task on a thread that nobody interrupts: a caller interrupted at the end wants the whole
   * end of the run.
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

  /** Closes; a failure is added to the trouble in the summary. */
  private String closed(Runnable close, String trouble) {
    try {
      close.run();
      return trouble;
    } catch (RuntimeException failure) {
      run.instruments().errors().record("end of the run", failure);
      return RunTotals.joined(trouble, String.valueOf(failure.getMessage()));
    }
  }

  /**
   * Context of a run. Every setter is optional.
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

    /** Creates a run with every setting at its default, in a fresh folder below {@code .nfcs}. */
    public Context() {}

    /**
     * Adds a configuration file, whose values override earlier ones: {@code nfcs.yaml}, then a
     * scenario.
     */
    public Context config(Path file) {
      return config(NfcsConfig.load(file));
    }

    /** Adds a configuration, whose values override earlier ones. */
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
     * Sets the folder of all files that the run writes. In the folder of an earlier run, a new run
     * is appended, unless {@link #resume} is called.
     */
    public Context dataDir(Path dir) {
      dataDir = dir;
      return this;
    }

    /**
     * Resumes the latest run of the data folder after its last tick, with its numbers, states and
     * inputs; if there is none, a new run begins. The start fails if a setting of a stage has
     * changed. {@code run.ticks} includes the earlier ticks.
     */
    public Context resume() {
      isResumed = true;
      return this;
    }

    /** Sets a source of inputs in place of the configured drive. */
    public Context inputs(InputSource source) {
      inputs = source;
      return this;
    }

    /** Adds an observer of committed ticks by its name to those of the configuration. */
    public Context observe(String name) {
      observers.add(name);
      return this;
    }

    /** Returns the configuration in force. */
    @Override
    public String toString() {
      return config.toYaml();
    }

    private RunContext conclude() {
      RunPlan plan = RunPlan.of(config);
      Set<String> names = new LinkedHashSet<>(observers);
      names.addAll(config.section("pipeline", PipelineSettings.class).observers());
      InputSource given = inputs;
      return new RunContext(
          plan,
          dataDir,
          List.copyOf(names),
          shape -> given == null ? new DrivenInputs(plan.run().drive(), shape) : given,
          isResumed,
          Instruments.unused(TickClock.system()));
    }
  }
}
