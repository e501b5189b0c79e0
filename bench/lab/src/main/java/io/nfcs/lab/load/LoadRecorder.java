package io.nfcs.lab.load;

import io.nfcs.lab.load.LoadTestResults.Failures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Results of all users, by the phase in which an operation was due.
 *
 * <p><b>Threads.</b> Any; recording takes no lock. The end of the test is volatile: a user notices
 * an early end within its longest wait. What is read while users record counts the operations done
 * so far; the sums agree with each other after the users' threads were joined.
 */
final class LoadRecorder {
  private static final String ABANDONED = "not begun before the test was over";

  private final List<Phase> phases;
  private final List<PhaseRecorder> recorders = new ArrayList<>();
  private final Map<Operation, Map<String, LongAdder>> failures = new ConcurrentHashMap<>();
  private volatile long endNanos;

  LoadRecorder(List<Phase> phases) {
    this.phases = phases;
    phases.forEach(phase -> recorders.add(new PhaseRecorder()));
    endNanos = phases.getLast().toNanos();
  }

  /** Returns the end of the test; nothing is due after it. */
  long endNanos() {
    return endNanos;
  }

  /** Ends the test early. */
  void end(long nanos) {
    endNanos = nanos;
  }

  void record(Arrival arrival, long startNanos, long finishNanos, @Nullable Exception failure) {
    int phase = phaseAt(arrival.intendedNanos());
    recorders
        .get(phase)
        .record(
            arrival.operation(),
            finishNanos - arrival.intendedNanos(),
            finishNanos - startNanos,
            failure != null);
    if (finishNanos < phases.getLast().toNanos()) {
      recorders.get(phaseAt(finishNanos)).completed();
    }
    if (failure != null && phases.get(phase).isMeasured()) {
      count(arrival.operation(), failure.toString());
    }
  }

  void abandoned(Arrival arrival, long nowNanos) {
    int phase = phaseAt(arrival.intendedNanos());
    recorders.get(phase).recordAbandoned(arrival.operation(), nowNanos - arrival.intendedNanos());
    if (phases.get(phase).isMeasured()) {
      count(arrival.operation(), ABANDONED);
    }
  }

  PhaseRecorder phase(int number) {
    return recorders.get(number);
  }

  /** Returns the recorder of all measured phases. */
  PhaseRecorder measured() {
    PhaseRecorder sum = new PhaseRecorder();
    for (int i = 0; i < phases.size(); i++) {
      if (phases.get(i).isMeasured()) {
        sum.add(recorders.get(i));
      }
    }
    return sum;
  }

  /** Returns how many operations are done so far, those of the ramp-up as well. */
  long completed() {
    return recorders.stream().mapToLong(PhaseRecorder::completedInTime).sum();
  }

  /** Returns the failures, the most frequent first. */
  List<Failures> failures() {
    List<Failures> list = new ArrayList<>();
    failures.forEach((operation, causes) ->
        causes.forEach((cause, count) -> list.add(new Failures(operation, cause, count.sum()))));
    list.sort(Comparator.comparingLong(Failures::count).reversed());
    return list;
  }

  private void count(Operation operation, String cause) {
    failures
        .computeIfAbsent(operation, none -> new ConcurrentHashMap<>())
        .computeIfAbsent(cause, none -> new LongAdder())
        .increment();
  }

  private int phaseAt(long nanos) {
    int phase = 0;
    while (phase < phases.size() - 1 && nanos >= phases.get(phase).toNanos()) {
      phase++;
    }
    return phase;
  }
}
