package io.nfcs.pipeline;

import io.nfcs.config.ConfigException;
import io.nfcs.journal.JournalDocuments;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.journal.Keyframes;
import io.nfcs.journal.TickTarget;
import io.nfcs.pipeline.replay.Window;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Recorded ticks of a window of a run, and those before it from the run's entry point on.
 *
 * <p><b>Units.</b> Nanoseconds. <b>Threads.</b> Any; it does not change.
 */
final class RecordedTicks {
  private static final int FIRST_CAPACITY = 256;

  private final RunHeader header;
  private final long index;
  private final long entry;
  private final Window window;
  private final long[] offsets;
  private final long[] digests;

  private RecordedTicks(
      RunHeader header, long index, long entry, Window window, long[] offsets, long[] digests) {
    this.header = header;
    this.index = index;
    this.entry = entry;
    this.window = window;
    this.offsets = offsets;
    this.digests = digests;
  }

  /**
   * Reads as much of a window as the journal has without a gap.
   *
   * @throws ConfigException if the journal has no tick of the window, or the run cannot be entered
   *     before it
   * @throws LostDocumentException if a document of its ticks is lost
   */
  static RecordedTicks read(Path folder, long run, Window wanted) {
    Keyframes keyframes = new Keyframes(folder);
    long entry = keyframes.entry(run, wanted.from());
    JournalDocuments documents = new JournalDocuments(folder);
    long[] offsets = new long[FIRST_CAPACITY];
    long[] digests = new long[FIRST_CAPACITY];
    int count = 0;
    try (JournalReader reader = new JournalReader(folder)) {
      boolean isThere = reader.seek(run, TickTarget.number(entry)) && isNext(reader, run, entry);
      if (!isThere) {
        throw keyframes.notExecutable(run, wanted.from(), entry);
      }
      RunHeader header = reader.run();
      long index = reader.index();
      RunHeader last = header;
      long lastNanos = reader.tick().scheduledNanos();
      do {
        if (count == offsets.length) {
          offsets = Arrays.copyOf(offsets, 2 * count);
          digests = Arrays.copyOf(digests, 2 * count);
        }
        Tick tick = reader.tick();
        JournalDocuments.Lost lost = documents.lost(reader.run(), tick);
        if (lost != null) {
          throw new LostDocumentException(run, lost);
        }
        // clocks of different processes are unrelated
        boolean isOfOneClock = reader.run().startNanos() == last.startNanos();
        long step = isOfOneClock ? tick.scheduledNanos() - lastNanos : header.periodNanos();
        offsets[count] = count == 0 ? 0 : offsets[count - 1] + step;
        digests[count] = tick.digest();
        last = reader.run();
        lastNanos = tick.scheduledNanos();
        count++;
      } while (entry + count <= wanted.to() && isNext(reader, run, entry + count));
      if (entry + count <= wanted.from()) {
        throw keyframes.notExecutable(run, wanted.from(), entry + count);
      }
      Window window = new Window(wanted.from(), entry + count - 1);
      return new RecordedTicks(header, index, entry, window, offsets, digests);
    }
  }

  /** Goes to the next tick; returns whether it is intact and has the expected number. */
  private static boolean isNext(JournalReader reader, long run, long number) {
    Entry next = reader.next();
    while (next == Entry.RUN || next == Entry.RECEIPT) {
      next = reader.next();
    }
    return next == Entry.TICK
        && reader.damage() == null
        && reader.run().run() == run
        && reader.tick().number() == number;
  }

  /** Returns the header of the run before the first tick. */
  RunHeader header() {
    return header;
  }

  /** Returns the index of the record of the first tick. */
  long index() {
    return index;
  }

  /** Returns the first tick, at which the run can be entered. */
  long entry() {
    return entry;
  }

  /** Returns the measured ticks: the available part of the wanted window. */
  Window window() {
    return window;
  }

  /** Returns the number of ticks that are measured. */
  int measured() {
    return (int) window.ticks();
  }

  /** Returns the digest of a tick. */
  long digest(long number) {
    return digests[(int) (number - entry)];
  }

  /** Returns the time from the first due tick of the window to that of a tick. */
  long sinceFirstNanos(long number) {
    return offsets[(int) (number - entry)] - offsets[(int) (window.from() - entry)];
  }
}
