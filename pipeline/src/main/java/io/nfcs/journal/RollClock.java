package io.nfcs.journal;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.core.time.TimeProvider;

/**
 * The clock by which a journal chooses the file of a record: the wall clock at the opening,
 * advanced by the clock of the run.
 *
 * <p>So records stay in order when the wall clock is set back, and an append need not ask the
 * system for the time. <b>Threads.</b> The appender's. <b>Allocates</b> nothing.
 */
final class RollClock implements TimeProvider {
  private long originNanos;
  private long originMillis;
  private long lastNanos;
  private long millis;
  private long fileMillis = 1;
  private long rollMillis;

  /** Creates a clock at the time of {@code wallClock}, when the run's shows {@code nanos}. */
  RollClock(Clock wallClock, long nanos) {
    originMillis = wallClock.millis();
    originNanos = nanos;
    lastNanos = nanos;
    millis = originMillis;
  }

  /** Returns whether this clock is past the time of a file. */
  boolean isPast(JournalFile file) {
    return millis >= file.millis() + file.roll().millis();
  }

  /** Returns whether the time of this clock is within that of a file. */
  boolean isIn(JournalFile file) {
    return file.roll().millis() == fileMillis && file.millis() / fileMillis == millis / fileMillis;
  }

  /**
   * Sets the length of a file's time, and advances to the start of the first file at or after a
   * time.
   */
  void begin(JournalSettings.Roll roll, long notBeforeMillis) {
    fileMillis = roll.millis();
    long earliest = Math.ceilDiv(notBeforeMillis, fileMillis) * fileMillis;
    originMillis = Math.max(millisAt(lastNanos), earliest);
    originNanos = lastNanos;
    millis = originMillis;
    rollMillis = nextRoll();
  }

  /**
   * Advances to {@code nanos} of the run's clock; returns whether that begins another file.
   *
   * @param mayRoll whether another file may begin; if not, the time stands still before it
   */
  boolean advance(long nanos, boolean mayRoll) {
    lastNanos = nanos;
    millis = millisAt(nanos);
    if (millis < rollMillis) {
      return false;
    }
    if (!mayRoll) {
      millis = rollMillis - 1;
      return false;
    }
    rollMillis = nextRoll();
    return true;
  }

  /** Returns whether {@code nanos} of the run's clock are after the end of the file. */
  boolean isDue(long nanos) {
    return millisAt(nanos) >= rollMillis;
  }

  @Override
  public long currentTimeMillis() {
    return millis;
  }

  private long millisAt(long nanos) {
    return originMillis + TimeUnit.NANOSECONDS.toMillis(nanos - originNanos);
  }

  private long nextRoll() {
    return (millis / fileMillis + 1) * fileMillis;
  }
}
