package io.nfcs.pipeline.replay;

import io.nfcs.journal.JournalCheck;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.pipeline.replay.ReplayReport.Divergence;
import io.nfcs.pipeline.ring.TickRunner;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Executes the inputs of a journal again, run by run, and compares every tick's digests with those
 * journalled.
 *
 * <p>Each run begins anew from its header's configuration; the times are the journal's and decide
 * nothing. <b>Threads.</b> The caller's. <b>Fails.</b> A damaged record is a divergence, not an
 * exception.
 */
public final class Replayer {
  private static final long NO_RUN = -1;

  private final RunOpener opener;
  private final LongConsumer progress;
  private @Nullable TickRunner runner;
  private long run = NO_RUN;
  private long expected;
  private long ticks;
  private long equal;
  private @Nullable Divergence first;
  private @Nullable String difference;
  private @Nullable Tick recorded;
  private List<String> names = List.of();

  /**
   * A replayer.
   *
   * @param opener opens the stages of a run as its header configures them
   * @param progress told the number of ticks executed so far
   */
  public Replayer(RunOpener opener, LongConsumer progress) {
    this.opener = opener;
    this.progress = progress;
  }

  /** Opens what a run needs. */
  @FunctionalInterface
  public interface RunOpener {
    /** A runner over fresh stages that gives each executed tick to {@code sink}. */
    TickRunner open(RunHeader header, TickSink sink);
  }

  /** Replays the journal in a folder, as far as its files are whole. */
  public ReplayReport replay(Path folder) throws IOException {
    JournalCheck check = JournalCheck.of(folder);
    try (JournalReader reader = new JournalReader(folder)) {
      for (long document = 0; document < check.documents(); document++) {
        record(reader, reader.next());
      }
    } finally {
      closeRun();
    }
    JournalCheck.Damage damage = check.firstBad();
    if (damage != null) {
      diverge(expected, damage.why() + " at " + damage.file() + ":" + damage.position());
    }
    return new ReplayReport(ticks, equal, first);
  }

  private void record(JournalReader reader, Entry entry) {
    switch (entry) {
      case RUN -> begin(reader.run());
      case TICK -> execute(reader.tick(), reader.damage());
      case UNREADABLE -> diverge(expected, String.valueOf(reader.damage()));
      case RECEIPT, END -> {
        // nothing to execute; the end comes early in a file that is shorter than its check said
      }
    }
  }

  private void begin(RunHeader header) {
    if (header.run() != run) {
      closeRun();
      run = header.run();
      expected = 0;
    }
    if (runner == null) {
      runner = opener.open(header, executed -> difference = difference(executed));
      names = header.shape().stages();
    }
  }

  private void execute(Tick tick, @Nullable String damage) {
    TickRunner stages = runner;
    if (stages == null) {
      throw new IllegalStateException("tick before the header of its run");
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
    progress.accept(++ticks);
  }

  /** The first thing in which the executed tick differs from the recorded one, or {@code null}. */
  private @Nullable String difference(Tick executed) {
    Tick journalled = Objects.requireNonNull(recorded);
    for (int stage = 0; stage < executed.stageCount(); stage++) {
      if (executed.status(stage) != journalled.status(stage)) {
        return "status of " + names.get(stage);
      }
      if (executed.digest(stage) != journalled.digest(stage)) {
        return "digest of " + names.get(stage);
      }
    }
    return executed.digest() == journalled.digest() ? null : "outcome";
  }

  private void diverge(long tick, String what) {
    if (first == null) {
      first = new Divergence(run, tick, what);
    }
  }

  private void closeRun() {
    if (runner != null) {
      runner.close();
      runner = null;
    }
  }
}
