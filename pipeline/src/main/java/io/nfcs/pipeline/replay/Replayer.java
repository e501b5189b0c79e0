package io.nfcs.pipeline.replay;

import io.nfcs.config.ConfigException;
import io.nfcs.journal.JournalCheck.Damage;
import io.nfcs.journal.JournalDocuments;
import io.nfcs.journal.JournalInspector;
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
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
 * are told, and are no divergence. Nor is damage: behind a tick that is lost, or whose documents
 * are, there is no state to go on from, and the rest of the run is not executed.
 *
 * <p><b>Threads.</b> The caller's. <b>Fails.</b> Damage is told, not thrown.
 */
public final class Replayer {
  private final RunOpener opener;
  private final LongPredicate wanted;
  private final LongConsumer progress;
  private final List<ReplayReport.Run> runs = new ArrayList<>();
  private final Set<Long> begun = new HashSet<>();
  private final List<Damage> gaps = new ArrayList<>();
  private @Nullable Running current;
  private @Nullable Divergence first;
  private long executed;
  private boolean isLater;
  private @Nullable Damage damage;

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
    JournalDocuments documents = new JournalDocuments(folder);
    JournalInspector inspector = new JournalInspector(folder);
    try (JournalReader reader = new JournalReader(folder)) {
      for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
        inspector.add(reader, entry);
        record(reader, entry, documents);
      }
    } finally {
      endRun();
    }
    List<Damage> damages = new ArrayList<>(inspector.check().damages());
    damages.addAll(gaps);
    return new ReplayReport(runs, first, damages);
  }

  private void record(JournalReader reader, Entry entry, JournalDocuments documents) {
    String why = reader.damage();
    if (why != null) {
      Position at = reader.position();
      damage = new Damage(at.file(), at.offset(), why);
    }
    switch (entry) {
      case RUN -> begin(reader.run());
      case TICK -> tick(reader, documents);
      case RECEIPT, UNREADABLE, END -> {
        // nothing to execute
      }
    }
  }

  /** A run that was left and comes again is a copy of what was executed. */
  private void begin(RunHeader header) {
    if (current != null && current.run == header.run()) {
      return;
    }
    endRun();
    if (wanted.test(header.run()) && begun.add(header.run())) {
      current = new Running(header, isLater);
    }
    isLater = true;
  }

  private void tick(JournalReader reader, JournalDocuments documents) {
    if (current != null
        && current.run == reader.run().run()
        && current.take(reader.tick(), reader.damage() == null, reader.position(), documents)) {
      progress.accept(++executed);
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
    private long compared;
    private long equal;

    /** A run; only the first of a journal may have lost its beginning to retention. */
    Running(RunHeader header, boolean isWhole) {
      this.header = header;
      this.isWhole = isWhole || damage != null;
      run = header.run();
    }

    /**
     * Answers whether the tick was executed. Of one that is damaged the number may be wrong, so it
     * counts only where it was expected; one that came before is a copy.
     */
    boolean take(Tick tick, boolean isIntact, Position at, JournalDocuments documents) {
      boolean isNext = tick.number() == expected;
      if (isIntact ? tick.number() < expected : !isNext) {
        return false;
      }
      ticks++;
      if (notChecked == null) {
        notChecked = isNext ? lost(documents.lost(header, tick)) : gap(tick.number(), at);
      }
      if (notChecked == null && runner == null) {
        open();
      }
      expected = tick.number() + 1;
      if (notChecked != null) {
        return false;
      }
      execute(tick);
      if (isIntact) {
        damage = null;
      } else {
        notChecked = "tick " + tick.number() + " is damaged, " + damage;
      }
      return true;
    }

    /** Why nothing can be executed from a tick on before which others are missing. */
    private String gap(long number, Position at) {
      if (expected == 0 && !isWhole && damage == null) {
        return "its ticks before " + number + " are no longer in the journal";
      }
      String what =
          number == expected + 1
              ? "tick " + expected + " is missing"
              : "ticks " + expected + " to " + (number - 1) + " are missing";
      if (damage != null) {
        return what + ", " + damage;
      }
      gaps.add(new Damage(at.file(), at.offset(), what + " before this one of run " + run));
      return what;
    }

    private static @Nullable String lost(JournalDocuments.@Nullable Lost document) {
      return document == null ? null : "it cannot be executed since " + document;
    }

    private void open() {
      try {
        runner = opener.open(header, done -> difference = difference(done));
      } catch (ConfigException noSuchStages) {
        notChecked = String.valueOf(noSuchStages.getMessage());
      }
    }

    private void execute(Tick tick) {
      recorded = tick;
      Objects.requireNonNull(runner)
          .offer(
              tick.number(),
              tick.scheduledNanos(),
              tick.wakeupNanos(),
              tick.missedBefore(),
              tick.input());
      compared++;
      if (difference == null) {
        equal++;
      } else {
        diverge(new Divergence(run, tick.number(), difference));
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

    private void diverge(Divergence divergence) {
      if (firstOfRun == null) {
        firstOfRun = divergence;
      }
      if (first == null) {
        first = divergence;
      }
    }

    ReplayReport.Run report() {
      return new ReplayReport.Run(run, ticks, compared, equal, notChecked, firstOfRun);
    }

    void close() {
      if (runner != null) {
        runner.close();
      }
    }
  }
}
