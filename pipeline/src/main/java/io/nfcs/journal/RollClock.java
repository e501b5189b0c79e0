package io.nfcs.journal;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.core.time.TimeProvider;

/**
 * The time by which a journal chooses the file for a record: the wall clock at the opening, moved
 * on by the clock of the run.
 *
 * <p>So a wall clock that is set back never makes records go to an earlier file, where they would
 * stand out of order, and an append need not ask the system for the time. <b>Threads.</b> The
 * appender's. <b>Allocates</b> nothing.
 */
final class RollClock implements TimeProvider {
  private long originNanos;
  private long originMillis;
  private long lastNanos;
  private long millis;
  private long fileMillis = 1;
  private long rollMillis;

  /** A clock that stands at the time of {@code wallClock}, when the run's shows {@code nanos}. */
  RollClock(Clock wallClock, long nanos) {
    originMillis = wallClock.millis();
    originNanos = nanos;
    lastNanos = nanos;
    millis = originMillis;
  }

  /** Whether it is past the time of a file. */
  boolean isPast(JournalFile file) {
    return millis >= file.millis() + file.roll().millis();
  }

  /** Whether its time is that of a file. */
  boolean isIn(JournalFile file) {
    return file.roll().millis() == fileMillis && file.millis() / fileMillis == millis / fileMillis;
  }

  /**
   * Learns how long a file is written, and sets itself forward to the begin of the first that does
   * not begin before a time.
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
   * Moves on to {@code nanos} of the run's clock; answers whether that begins another file.
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

  /** Whether {@code nanos} of the run's clock are behind the end of the file. */
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
