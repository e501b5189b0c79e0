package io.nfcs.journal;

import io.nfcs.journal.FileWalk.Step;
import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.journal.sbe.MessageHeaderEncoder;
import io.nfcs.journal.sbe.TickDecoder;
import io.nfcs.tick.RunHeader;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.function.Predicate;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Position of a tick in a file of the journal.
 *
 * <p><b>Units.</b> Nanoseconds of the run's clock.
 *
 * @param header of its run
 * @param number of the tick
 * @param scheduledNanos its scheduled time
 * @param index of its record in the journal
 */
record TickPlace(RunHeader header, long number, long scheduledNanos, long index) {
  /** Returns the first tick of a file, {@code null} if it does not have an intact one. */
  static @Nullable TickPlace first(JournalFile file) {
    return find(file, header -> true, (header, number, scheduledNanos) -> false, false);
  }

  /** Returns the first tick of a run in a file that is not before a target. */
  static @Nullable TickPlace first(JournalFile file, long run, TickTarget target) {
    return find(file, header -> header.run() == run, target, false);
  }

  /** Returns the last tick of a run in a file. */
  static @Nullable TickPlace last(JournalFile file, long run) {
    return find(
        file, header -> header.run() == run, (header, number, scheduledNanos) -> false, true);
  }

  /** Returns whether this tick is of an earlier run, or of the run and before a target. */
  boolean isBefore(long run, TickTarget target) {
    return header.run() < run
        || (header.run() == run && target.isAfter(header, number, scheduledNanos));
  }

  private static @Nullable TickPlace find(
      JournalFile file, Predicate<RunHeader> isWanted, TickTarget target, boolean isLast) {
    JournalRecord record = new JournalRecord();
    RunHeader header = null;
    TickPlace found = null;
    try (FileWalk walk = new FileWalk(file.path())) {
      Step step = walk.step(true);
      while (step != Step.WAIT && step != Step.END && (isLast || found == null)) {
        if (step == Step.RECORD && walk.isRunHeader()) {
          header = decoded(record, walk) == Entry.RUN ? record.run() : null;
        } else if (step == Step.RECORD && header != null && isWanted.test(header) && isTick(walk)) {
          TickPlace tick = at(header, walk, file);
          boolean isBehind = !target.isAfter(header, tick.number, tick.scheduledNanos);
          found = isBehind && isIntact(record, walk) ? tick : found;
        }
        step = walk.step(true);
      }
    } catch (IOException unreadable) {
      // up to an unreadable place, which the next read reports
    }
    return found;
  }

  private static boolean isIntact(JournalRecord record, FileWalk walk) {
    return decoded(record, walk) == Entry.TICK && record.damage() == null;
  }

  private static Entry decoded(JournalRecord record, FileWalk walk) {
    return record.decode(walk.buffer(), walk.offset(), walk.length());
  }

  private static boolean isTick(FileWalk walk) {
    return RecordLayout.templateId(walk.buffer(), walk.offset()) == TickDecoder.TEMPLATE_ID;
  }

  /** Reads as little of a record as its identification needs. */
  private static TickPlace at(RunHeader header, FileWalk walk, JournalFile file) {
    DirectBuffer buffer = walk.buffer();
    int block = walk.offset() + RecordLayout.MESSAGE_OFFSET + MessageHeaderEncoder.ENCODED_LENGTH;
    return new TickPlace(
        header,
        buffer.getLong(block + TickDecoder.numberEncodingOffset(), ByteOrder.LITTLE_ENDIAN),
        buffer.getLong(block + TickDecoder.scheduledNanosEncodingOffset(), ByteOrder.LITTLE_ENDIAN),
        file.index(walk.recordPosition()));
  }
}
