package io.nfcs.pipeline;

import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalDocuments;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.journal.JournalledRun;
import io.nfcs.pipeline.replay.ReplayReport.Divergence;
import io.nfcs.pipeline.ring.TickRunner;
import io.nfcs.pipeline.schedule.DeadlineWaiter;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickSink;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The first ticks of a recorded run, to be executed again as often as wanted, with the times that
 * they take now: what a replay benchmark measures.
 *
 * <p>Every pass begins again, on fresh stages, and compares each tick's digest with that of the
 * journal. Nothing is journalled or stored.
 *
 * <p><b>Units.</b> Nanoseconds. <b>Threads.</b> One. <b>Fails</b> with a {@link ConfigException} if
 * the journal has no such run or does not have its first tick, with a {@link LostDocumentException}
 * if what its ticks refer to is not there.
 */
public final class Rerun {
  /** From the opening of the stages to the first tick of a pass. */
  private static final long START_DELAY_NANOS = 20_000_000;

  private final Path folder;
  private final RunPlan plan;
  private final RunHeader header;
  private final long[] scheduledNanos;
  private final long[] digests;
  private final TickClock clock = TickClock.system();

  private Rerun(Path folder, RunPlan plan, RunHeader header, Recorded recorded) {
    this.folder = folder;
    this.plan = plan;
    this.header = header;
    scheduledNanos = recorded.scheduledNanos;
    digests = recorded.digests;
  }

  /**
   * Reads what was recorded.
   *
   * @param dir data folder of a run, or its journal's folder
   * @param run which of its runs
   * @param changes laid over the configuration that the run was recorded with
   * @param limit most ticks, from the first
   */
  public static Rerun of(Path dir, long run, NfcsConfig changes, int limit) {
    Path folder = Journal.existingFolder(dir);
    JournalledRun named = JournalledRun.named(folder, run);
    if (named.fromStart() == 0) {
      throw new ConfigException(folder + " does not hold the first tick of run " + run);
    }
    JournalDocuments documents = new JournalDocuments(folder);
    try (JournalReader reader = new JournalReader(folder)) {
      Recorded recorded =
          new Recorded(documents, reader, run, (int) Math.min(limit, named.fromStart()));
      RunHeader header = reader.run();
      NfcsConfig config =
          NfcsConfig.parse("header of run " + header.run(), header.config()).overlay(changes);
      RunPlan plan = RunPlan.of(config);
      // refuses stages that are not those of the run
      ThrowawayStages.rerun(plan, header, tick -> {}, folder, Pace.FAST).close();
      return new Rerun(folder, plan, header, recorded);
    }
  }

  /**
   * Looks whether what the first ticks of a run refer to is there.
   *
   * @throws LostDocumentException if it is not
   */
  public static void checkDocuments(Path dir, long run, int limit) {
    Path folder = Journal.existingFolder(dir);
    int ticks = (int) Math.min(limit, JournalledRun.named(folder, run).fromStart());
    try (JournalReader reader = new JournalReader(folder)) {
      var _ = new Recorded(new JournalDocuments(folder), reader, run, ticks);
    }
  }

  /** Identity of the latest run of a journal. */
  public static long latestRun(Path dir) {
    Path folder = Journal.existingFolder(dir);
    try (JournalReader reader = new JournalReader(folder)) {
      RunHeader header = reader.latestRun();
      if (header == null) {
        throw new ConfigException(folder + ": the journal holds no run");
      }
      return header.run();
    }
  }

  /** Identity of the run of a journal of which most can be executed again. */
  public static long longestRun(Path dir) {
    return JournalledRun.longest(Journal.existingFolder(dir)).run();
  }

  /** The run as it was recorded. */
  public RunHeader header() {
    return header;
  }

  /** What this code and machine are, in the words of a run's header. */
  public static Map<String, String> environment() {
    return Environment.fingerprint();
  }

  /** Number of ticks of a pass. */
  public int ticks() {
    return digests.length;
  }

  /**
   * Executes all ticks once.
   *
   * @param pace when
   * @param sink is given each tick when its stages are done, by the thread that ran them
   * @return the first tick that was not as recorded, {@code null} if all were
   */
  public @Nullable Divergence pass(Pace pace, TickSink sink) {
    Compared compared = new Compared(sink);
    try (JournalReader reader = new JournalReader(folder);
        TickRunner runner = ThrowawayStages.rerun(plan, header, compared, folder, pace)) {
      DeadlineWaiter waiter =
          new DeadlineWaiter(
              clock, TimeUnit.MICROSECONDS.toNanos(plan.orchestrator().spinWindowMicros()));
      long startNanos = 0;
      for (int tick = 0; tick < digests.length; tick++) {
        Tick recorded = nextTick(reader, header.run());
        if (recorded == null) {
          throw new ConfigException(folder + ": tick " + tick + " is no longer in the journal");
        }
        long now = clock.nanoTime();
        if (tick == 0) {
          // earlier runs may have been a long way to read over
          startNanos = now + START_DELAY_NANOS;
        }
        long due = now;
        if (pace == Pace.RECORDED) {
          due = startNanos + scheduledNanos[tick] - scheduledNanos[0];
          now = waiter.await(due);
        }
        while (!runner.offer(tick, due, now, recorded.missedBefore(), recorded.input())) {
          clock.spin();
        }
      }
    }
    return compared.first;
  }

  private static @Nullable Tick nextTick(JournalReader reader, long run) {
    Entry entry = reader.next();
    while (entry != Entry.END && (entry != Entry.TICK || reader.run().run() != run)) {
      entry = reader.next();
    }
    return entry == Entry.TICK ? reader.tick() : null;
  }

  /** What all passes are compared with. */
  private static final class Recorded {
    private final long[] scheduledNanos;
    private final long[] digests;

    Recorded(JournalDocuments documents, JournalReader reader, long run, int ticks) {
      scheduledNanos = new long[ticks];
      digests = new long[ticks];
      for (int number = 0; number < ticks; number++) {
        Tick tick = nextTick(reader, run);
        if (tick == null || tick.number() != number) {
          throw new ConfigException("tick " + number + " of run " + run + " has gone meanwhile");
        }
        JournalDocuments.Lost lost = documents.lost(reader.run(), tick);
        if (lost != null) {
          throw new LostDocumentException(run, lost);
        }
        scheduledNanos[number] = tick.scheduledNanos();
        digests[number] = tick.digest();
      }
    }
  }

  /** Compares each tick on its way; the stages' thread writes, the end of the pass orders it. */
  private final class Compared implements TickSink {
    private final TickSink sink;
    private volatile @Nullable Divergence first;

    Compared(TickSink sink) {
      this.sink = sink;
    }

    @Override
    public void append(Tick tick) {
      tick.commitNanos(clock.nanoTime());
      if (first == null && tick.digest() != digests[(int) tick.number()]) {
        first = new Divergence(header.run(), tick.number(), "digest");
      }
      sink.append(tick);
    }
  }
}
