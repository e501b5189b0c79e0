package io.nfcs.pipeline;

import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.config.StartException;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.journal.Keyframe;
import io.nfcs.journal.Keyframes;
import io.nfcs.journal.TickTarget;
import io.nfcs.pipeline.ring.TickRunner;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resumption of the latest run of a journal at its end: from its newest keyframe, with the ticks
 * after it executed again without their schedule.
 *
 * <p><b>Threads.</b> One. <b>Fails</b> with a {@link ConfigException} that gives the reason why the
 * run cannot be resumed.
 */
final class Resumption {
  private static final String NEW_RUN = "; start without --resume to begin a new run";
  private static final String SAME_RUN =
      "; start with the scenario and the settings of that run, or without --resume to begin a new"
          + " run";

  private final Path folder;
  private final RunHeader header;
  private final long entry;
  private final long last;

  private Resumption(Path folder, RunHeader header, long entry, long last) {
    this.folder = folder;
    this.header = header;
    this.entry = entry;
    this.last = last;
  }

  /**
   * Finds the end of the latest run; {@code null} if there is no run with a tick.
   *
   * @param ticks that the run is to have, 0 for no end
   */
  static @Nullable Resumption find(Path folder, long ticks) {
    if (!Files.isDirectory(folder)) {
      return null;
    }
    try (JournalReader reader = new JournalReader(folder)) {
      RunHeader latest = reader.latestRun();
      if (latest == null || !reader.seekLast(latest.run()) || !reader.nextTick()) {
        return null;
      }
      long last = lastTick(reader);
      if (ticks != 0 && last + 1 >= ticks) {
        throw new ConfigException(
            "run "
                + latest.run()
                + " has "
                + (last + 1)
                + " ticks, and run.ticks is "
                + ticks
                + ": nothing is left to do; set more ticks, or start without --resume");
      }
      return new Resumption(
          folder, latest, new Keyframes(folder).entry(latest.run(), last + 1), last);
    }
  }

  /** Reads to the last tick, since places after a damaged header are not found by position. */
  private static long lastTick(JournalReader reader) {
    long run = reader.run().run();
    long last = reader.tick().number();
    for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
      if (entry == Entry.TICK && reader.damage() == null && reader.run().run() == run) {
        last = Math.max(last, reader.tick().number());
      }
    }
    return last;
  }

  /** Returns the latest header of the run. */
  RunHeader header() {
    return header;
  }

  /** Returns the number of the tick that comes next. */
  long next() {
    return last + 1;
  }

  /** Returns the ticks that are executed again. */
  long ticks() {
    return last + 1 - entry;
  }

  /**
   * Puts stages into the state at the end of the run, and a loop after its last tick. Writes a
   * keyframe there, since the next file may begin with the next tick.
   */
  void restore(StageSet stages, NfcsConfig config, Loop loop) {
    check(stages, config);
    if (entry > 0) {
      try {
        StageStates.restore(stages.stages(), new Keyframes(folder).read(header.run(), entry));
      } catch (IOException damaged) {
        throw refused("keyframe " + entry + ": " + damaged.getMessage());
      }
    }
    Compared compared = new Compared();
    TickRunner runner = ThrowawayStages.inline(stages, compared::add);
    try (JournalReader reader = new JournalReader(folder)) {
      long first = Math.min(entry, last);
      if (!reader.seek(header.run(), TickTarget.number(first))) {
        throw refused("tick " + first + " is not in the journal");
      }
      for (long number = first; number <= last; number++) {
        Tick tick = next(reader, number);
        if (number >= entry) {
          compared.expected = tick.digest();
          compared.isEqual = false;
          runner.offer(
              number, tick.scheduledNanos(), tick.wakeupNanos(), tick.missedBefore(), tick.input());
          compared.check(number);
        }
        loop.continueAfter(tick);
      }
    }
    forgetLostTicks();
    if (StageStates.unsaved(stages.stages()) == null) {
      leaveKeyframe(stages);
    }
  }

  /**
   * Deletes the keyframes of ticks that the journal has lost; they do not belong to the continued
   * run.
   */
  private void forgetLostTicks() {
    try {
      new Keyframes(folder).deleteAfter(header.run(), next());
    } catch (IOException failure) {
      throw new StartException(
          "keyframes of run " + header.run() + " cannot be deleted: " + failure.getMessage(),
          failure);
    }
  }

  private void leaveKeyframe(StageSet stages) {
    List<byte[]> states = new StageStates(stages.stages()).saved();
    try {
      new Keyframes(folder)
          .write(new Keyframe(header.run(), next(), stages.shape().stages(), states));
    } catch (IOException full) {
      throw new StartException(
          "keyframe of run " + header.run() + " cannot be written: " + full.getMessage(), full);
    }
  }

  private void check(StageSet stages, NfcsConfig config) {
    String otherShape = stages.shape().difference(header.shape());
    if (otherShape != null) {
      throw refused(otherShape, SAME_RUN);
    }
    NfcsConfig recorded = NfcsConfig.parse("header of run " + header.run(), header.config());
    String difference = stages.difference(recorded, config);
    if (difference != null) {
      throw refused(difference, SAME_RUN);
    }
  }

  private Tick next(JournalReader reader, long number) {
    if (!reader.nextTick() || reader.damage() != null || reader.tick().number() != number) {
      throw refused("tick " + number + " is not in the journal, and no keyframe follows it");
    }
    return reader.tick();
  }

  private ConfigException refused(String why) {
    return refused(why, NEW_RUN);
  }

  private ConfigException refused(String why, String advice) {
    return new ConfigException("run " + header.run() + " cannot be resumed: " + why + advice);
  }

  /** Checks that the restored state is that of the run. */
  private final class Compared {
    private long expected;
    private boolean isEqual;

    /**
     * Stores a failure instead of throwing it, since the commit of a tick survives exceptions of
     * its sink.
     */
    void add(Tick tick) {
      isEqual = tick.digest() == expected;
    }

    void check(long number) {
      if (!isEqual) {
        throw refused("tick " + number + " has another digest when it is executed again");
      }
    }
  }
}
