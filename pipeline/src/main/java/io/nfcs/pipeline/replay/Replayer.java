package io.nfcs.pipeline.replay;

import io.nfcs.config.ConfigException;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.journal.Position;
import io.nfcs.pipeline.replay.ReplayReport.Divergence;
import io.nfcs.pipeline.ring.TickRunner;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickSink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Executes the inputs of a journal again, run by run, and compares every tick's digests with those
 * journalled.
 *
 * <p>Each run begins again from its header's configuration and is judged by itself; the times are
 * the journal's and decide nothing. What is left of a run whose first ticks retention has removed
 * has no state to begin from, and a run of stages that are no longer there cannot be executed: both
 * are told, and are no divergence. <b>Threads.</b> The caller's. <b>Fails.</b> Damage is a
 * divergence, not an exception.
 */
public final class Replayer {
  private static final long NO_RUN = -1;

  private final RunOpener opener;
  private final LongPredicate wanted;
  private final LongConsumer progress;
  private final List<ReplayReport.Run> runs = new ArrayList<>();
  private @Nullable Running current;
  private @Nullable Divergence first;
  private long executed;
  private boolean isLater;

  /**
   * A replayer.
   *
   * @param opener opens the stages of a run as its header configures them
   * @param wanted which runs are to be executed
   * @param progress told the number of ticks executed so far
   */
  public Replayer(RunOpener opener, LongPredicate wanted, LongConsumer progress) {
    this.opener = opener;
    this.wanted = wanted;
    this.progress = progress;
  }

  /** Opens what a run needs. */
  @FunctionalInterface
  public interface RunOpener {
    /**
     * A runner over fresh stages that gives each executed tick to {@code sink}.
     *
     * @throws ConfigException if there are no such stages
     */
    TickRunner open(RunHeader header, TickSink sink);
  }

  /** Replays the journal in a folder. */
  public ReplayReport replay(Path folder) {
    try (JournalReader reader = new JournalReader(folder)) {
      for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
        record(reader, entry);
      }
    } finally {
      endRun();
    }
    return new ReplayReport(runs, first);
  }

  private void record(JournalReader reader, Entry entry) {
    switch (entry) {
      case RUN -> begin(reader.run());
      case TICK -> tick(reader.tick(), reader.damage());
      case UNREADABLE -> damaged(String.valueOf(reader.damage()), reader.position());
      case RECEIPT, END -> {
        // nothing to execute
      }
    }
  }

  private void begin(RunHeader header) {
    if (current != null && current.run == header.run()) {
      return;
    }
    endRun();
    if (wanted.test(header.run())) {
      current = new Running(header, isLater);
    }
    isLater = true;
  }

  private void tick(Tick tick, @Nullable String damage) {
    if (current != null && current.execute(tick, damage)) {
      progress.accept(++executed);
    }
  }

  private void damaged(String what, Position position) {
    String where = what + " at " + position.file() + ":" + position.offset();
    if (current != null) {
      current.diverge(current.expected, where);
    } else {
      diverge(new Divergence(NO_RUN, 0, where));
    }
  }

  private void diverge(Divergence divergence) {
    if (first == null) {
      first = divergence;
    }
  }

  private void endRun() {
    if (current != null) {
      current.close();
      runs.add(current.report());
      current = null;
    }
  }

  /** A run that is executed again, tick by tick. */
  private final class Running {
    private final RunHeader header;
    private final long run;
    private @Nullable TickRunner runner;
    private final boolean isWhole;
    private @Nullable String notChecked;
    private @Nullable Divergence firstOfRun;
    private @Nullable String difference;
    private @Nullable Tick recorded;
    private long expected;
    private long ticks;
    private long equal;

    /** A run; only the first of a journal may have lost its beginning to retention. */
    Running(RunHeader header, boolean isWhole) {
      this.header = header;
      this.isWhole = isWhole || first != null;
      run = header.run();
    }

    /** Answers whether the tick was executed. */
    boolean execute(Tick tick, @Nullable String damage) {
      ticks++;
      if (runner == null && notChecked == null) {
        open(tick, damage != null);
      }
      TickRunner stages = runner;
      if (stages == null) {
        if (damage != null) {
          diverge(tick.number(), damage);
        }
        return false;
      }
      if (tick.number() != expected) {
        diverge(expected, "tick is missing");
      }
      recorded = tick;
      stages.offer(
          tick.number(),
          tick.scheduledNanos(),
          tick.wakeupNanos(),
          tick.missedBefore(),
          tick.input());
      String what = damage == null ? difference : damage;
      if (what == null) {
        equal++;
      } else {
        diverge(tick.number(), what);
      }
      expected = tick.number() + 1;
      return true;
    }

    private void open(Tick tick, boolean isDamaged) {
      if (tick.number() > 0 && !isWhole && firstOfRun == null && !isDamaged) {
        notChecked = "its ticks before " + tick.number() + " are no longer in the journal";
        return;
      }
      try {
        runner = opener.open(header, done -> difference = difference(done));
      } catch (ConfigException noSuchStages) {
        notChecked = String.valueOf(noSuchStages.getMessage());
      }
    }

    /** The first thing in which the executed tick differs from the recorded one, or null. */
    private @Nullable String difference(Tick done) {
      Tick journalled = Objects.requireNonNull(recorded);
      List<String> names = header.shape().stages();
      for (int stage = 0; stage < done.stageCount(); stage++) {
        if (done.status(stage) != journalled.status(stage)) {
          return "status of " + names.get(stage);
        }
        if (done.digest(stage) != journalled.digest(stage)) {
          return "digest of " + names.get(stage);
        }
      }
      return done.digest() == journalled.digest() ? null : "outcome";
    }

    void diverge(long tick, String what) {
      Divergence divergence = new Divergence(run, tick, what);
      if (firstOfRun == null) {
        firstOfRun = divergence;
      }
      Replayer.this.diverge(divergence);
    }

    ReplayReport.Run report() {
      return new ReplayReport.Run(run, ticks, equal, notChecked, firstOfRun);
    }

    void close() {
      if (runner != null) {
        runner.close();
      }
    }
  }
}
