package io.nfcs.monitor.cause;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;

/**
 * The pauses of this JVM, by its flight recorder, in the time of the ticks' clock.
 *
 * <p>The recorder has a clock of its own; an event with the time of the ticks' clock, written once
 * a second, ties the two together. <b>Threads.</b> One of the recorder's writes, any reads, by a
 * lock; the offset of the clocks is volatile, the time of the last tie belongs to the recorder's.
 * <b>Owns</b> its stream until {@link #close()}.
 */
final class Pauses implements AutoCloseable {
  private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(120);
  private static final String GC_PAUSE = "jdk.GCPhasePause";
  private static final String OPERATION = "jdk.ExecuteVMOperation";

  /** Name of a pause that only waits for threads to stop. */
  static final String REACHING = "reaching it";

  private static final String SAFEPOINT = "jdk.SafepointBegin";

  private final RecordingStream stream = new RecordingStream();

  /** The pauses in the recorder's time, since the tie may come later. */
  private final Deque<Pause> pauses = new ArrayDeque<>();

  private final LongSupplier nowNanos;
  private volatile long offsetNanos;
  private long tiedNanos = Long.MIN_VALUE;

  /**
   * Starts to listen.
   *
   * @param onComplete receives the time up to which all pauses are known, repeatedly
   */
  Pauses(LongSupplier nowNanos, LongConsumer onComplete) {
    this.nowNanos = nowNanos;
    stream.setMaxAge(Duration.ofSeconds(10));
    stream.enable(GC_PAUSE).withoutThreshold();
    stream.enable(OPERATION).withoutThreshold();
    stream.enable(SAFEPOINT).withoutThreshold();
    stream.enable(ClockTie.class);
    stream.onEvent(ClockTie.NAME, this::tied);
    stream.onEvent(GC_PAUSE, event -> add(event, true, event.getString("name")));
    stream.onEvent(OPERATION, this::operation);
    stream.onEvent(SAFEPOINT, event -> add(event, false, REACHING));
    // a flush is complete: all pauses that ended before its latest tie are known
    stream.onFlush(() -> onComplete.accept(tiedNanos));
    stream.startAsync();
    tie();
  }

  /** Ties the recorder's clock to the ticks'; the recorder's own thread cannot. */
  void tie() {
    ClockTie tie = new ClockTie();
    tie.nanos = nowNanos.getAsLong();
    tie.commit();
  }

  /** Returns the pauses that overlap with a span of time. */
  synchronized List<Pause> between(long fromNanos, long toNanos) {
    List<Pause> found = new ArrayList<>();
    for (Pause raw : pauses) {
      Pause pause = raw.earlier(offsetNanos);
      if (pause.fromNanos < toNanos && pause.toNanos > fromNanos) {
        found.add(pause);
      }
    }
    return found;
  }

  @Override
  public void close() {
    stream.close();
  }

  private void tied(RecordedEvent event) {
    tiedNanos = event.getLong("nanos");
    offsetNanos = nanos(event.getStartTime()) - tiedNanos;
  }

  private void operation(RecordedEvent event) {
    if (event.getBoolean("safepoint")) {
      add(event, false, event.getString("operation"));
    }
  }

  private synchronized void add(RecordedEvent event, boolean isGc, String what) {
    long from = nanos(event.getStartTime());
    pauses.addLast(new Pause(from, nanos(event.getEndTime()), isGc, what));
    while (!pauses.isEmpty() && pauses.getFirst().toNanos < from - KEPT_NANOS) {
      pauses.removeFirst();
    }
  }

  private static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }

  /**
   * A pause of all Java threads.
   *
   * @param fromNanos its start
   * @param toNanos its end
   * @param isGc whether a collection was the reason
   * @param what name of the collection or operation
   */
  record Pause(long fromNanos, long toNanos, boolean isGc, String what) {
    Pause earlier(long nanos) {
      return new Pause(fromNanos - nanos, toNanos - nanos, isGc, what);
    }
  }

  /** Event with the time of the ticks' clock at a time of the recorder's. */
  @Name(ClockTie.NAME)
  @StackTrace(false)
  static final class ClockTie extends Event {
    static final String NAME = "nfcs.ClockTie";

    /** The ticks' clock. */
    long nanos;
  }
}
