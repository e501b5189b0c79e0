package io.nfcs.lab.load;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * The latencies of a phase, by operation, from the intended start and from the true one.
 *
 * <p><b>Units.</b> Nanoseconds, to two digits, up to an hour. <b>Threads.</b> Any.
 */
final class PhaseRecorder {
  private static final long HIGHEST_NANOS = 3_600_000_000_000L;
  private static final int DIGITS = 2;

  private final Map<Operation, Kind> kinds = new EnumMap<>(Operation.class);
  private final LongAdder completedInTime = new LongAdder();

  /** Latencies of one operation. */
  private static final class Kind {
    private final Histogram intended = new ConcurrentHistogram(HIGHEST_NANOS, DIGITS);
    private final Histogram service = new ConcurrentHistogram(HIGHEST_NANOS, DIGITS);
    private final LongAdder failures = new LongAdder();
  }

  PhaseRecorder() {
    for (Operation operation : Operation.values()) {
      kinds.put(operation, new Kind());
    }
  }

  /** Records an operation that is done, whether it succeeded or failed. */
  void record(Operation operation, long intendedNanos, long serviceNanos, boolean isFailed) {
    Kind kind = kind(operation);
    kind.intended.recordValue(Math.clamp(intendedNanos, 0, HIGHEST_NANOS));
    kind.service.recordValue(Math.clamp(serviceNanos, 0, HIGHEST_NANOS));
    if (isFailed) {
      kind.failures.increment();
    }
  }

  /**
   * Records an operation that was not begun when the test was over: its latency is at least its
   * waiting time.
   */
  void recordAbandoned(Operation operation, long intendedNanos) {
    Kind kind = kind(operation);
    kind.intended.recordValue(Math.clamp(intendedNanos, 0, HIGHEST_NANOS));
    kind.failures.increment();
  }

  /** Counts an operation, due in any phase, that was done within this phase. */
  void completed() {
    completedInTime.increment();
  }

  long completedInTime() {
    return completedInTime.sum();
  }

  /** Returns the latencies of an operation. */
  Latencies latencies(Operation operation) {
    Kind kind = kind(operation);
    return Latencies.of(kind.intended, kind.service, kind.failures.sum());
  }

  /** Returns the latencies of all operations. */
  Latencies latencies() {
    Histogram intended = new Histogram(HIGHEST_NANOS, DIGITS);
    Histogram service = new Histogram(HIGHEST_NANOS, DIGITS);
    long failures = 0;
    for (Kind kind : kinds.values()) {
      intended.add(kind.intended);
      service.add(kind.service);
      failures += kind.failures.sum();
    }
    return Latencies.of(intended, service, failures);
  }

  /** Adds the records of another phase. */
  void add(PhaseRecorder other) {
    other.kinds.forEach((operation, theirs) -> {
      Kind ours = kind(operation);
      ours.intended.add(theirs.intended);
      ours.service.add(theirs.service);
      ours.failures.add(theirs.failures.sum());
    });
    completedInTime.add(other.completedInTime.sum());
  }

  private Kind kind(Operation operation) {
    return Objects.requireNonNull(kinds.get(operation));
  }
}
