package io.nfcs.lab.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.NfcsConfig;
import io.nfcs.lab.load.LoadTestResults.Failures;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A user on a clock of its own: an hour of it takes no time. */
@Timeout(60)
class VirtualUserTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final Map<Operation, Double> READS = Map.of(Operation.CACHE_READ, 1.0);
  private static final double MICROS_PER_MILLI = 1e3;

  private final ManualClock clock = new ManualClock();

  /** Queueing theory has no say here: one server, one operation of 1 ms each 10 ms, never waits. */
  @Test
  void shouldSeeNoWaitingWhereThereIsNone() {
    Latencies latencies = run("{arrivals: fixed, user_rate: 100}", 60, 0, MILLI);
    assertEquals(6000, latencies.operations());
    assertEquals(MICROS_PER_MILLI, latencies.intended().max(), 20);
    assertEquals(MICROS_PER_MILLI, latencies.service().max(), 20);
  }

  /**
   * 100 operations fall due in the stalled second; each waits until its end, and then for those
   * before it. The service time of one operation alone has the second.
   */
  @Test
  void shouldSeeAStallInTheLatencyFromTheIntendedStartOnly() {
    Latencies latencies = run("{arrivals: fixed, user_rate: 100}", 60, 1000, MILLI);
    assertEquals(6000, latencies.operations());
    assertEquals(0, latencies.failures());
    // of 6000, 60 are beyond the p99: those that fell due in the first 0.6 s and waited longer
    assertEquals(460, latencies.intended().p99() / MICROS_PER_MILLI, 20);
    assertEquals(1, latencies.service().p99() / MICROS_PER_MILLI, 0.02);
    assertEquals(1000, latencies.service().max() / MICROS_PER_MILLI, 20);
  }

  /** M/D/1: mean waiting time rho / (2 mu (1 - rho)) (Pollaczek, 1930; Khinchin, 1932). */
  @Test
  void shouldWaitAsLongAsQueueingTheorySays() {
    WaitingTime waiting = new WaitingTime();
    // mu = 100/s, lambda = 50/s, rho = 0.5: 5 ms
    run("{user_rate: 50}", 20_000, 0, 10 * MILLI, waiting);
    assertEquals(5.0, waiting.sumNanos / (double) waiting.operations / MILLI, 0.1);
  }

  @Test
  void shouldCountWhatWasNotBegunInTime() {
    LoadRecorder recorder =
        run("{arrivals: fixed, user_rate: 100}", 10, 0, 100 * MILLI, new WaitingTime());
    Latencies latencies = recorder.measured().latencies();
    // in the 10 s and the 2 s of grace 120 are done
    assertEquals(1000, latencies.operations());
    assertEquals(880.0, (double) latencies.failures(), 1);
    assertEquals(
        List.of(
            new Failures(
                Operation.CACHE_READ, "not begun before the test was over", latencies.failures())),
        recorder.failures());
    assertTrue(latencies.intended().max() > 9_900 * MICROS_PER_MILLI);
  }

  @Test
  void shouldCountFailuresByTheirCause() {
    LoadSettings settings = settings("{arrivals: fixed, user_rate: 10}");
    LoadRecorder recorder = new LoadRecorder(Phase.of(1, 1, 0, 0, 100 * SECOND));
    user(
            settings,
            recorder,
            new Stall(0, 0),
            (operation, key) -> {
              if (key % 2 == 0) {
                throw new IllegalStateException("even");
              }
            })
        .run();
    Failures only = recorder.failures().getFirst();
    assertEquals("java.lang.IllegalStateException: even", only.cause());
    assertEquals(1, recorder.failures().size());
    assertEquals(only.count(), recorder.measured().latencies().failures());
    assertTrue(only.count() > 300 && only.count() < 900, only::toString);
  }

  /** The reads of a user, and for how long they waited. */
  private static final class WaitingTime {
    private long operations;
    private long sumNanos;
  }

  private Latencies run(String load, int seconds, long stallMillis, long serviceNanos) {
    return run(load, seconds, stallMillis, serviceNanos, new WaitingTime()).measured().latencies();
  }

  private LoadRecorder run(
      String load, int seconds, long stallMillis, long serviceNanos, WaitingTime waiting) {
    LoadSettings settings = settings(load);
    LoadRecorder recorder = new LoadRecorder(Phase.of(1, 1, 0, 0, seconds * SECOND));
    long middle = seconds * SECOND / 2;
    UserSchedule due = new UserSchedule(settings, READS, 0, 0);
    user(
            settings,
            recorder,
            new Stall(middle, middle + stallMillis * MILLI),
            (operation, key) -> {
              waiting.operations++;
              waiting.sumNanos += clock.nanoTime() - due.next().intendedNanos();
              clock.advance(serviceNanos);
            })
        .run();
    return recorder;
  }

  private VirtualUser user(
      LoadSettings settings, LoadRecorder recorder, Stall stall, Performed performed) {
    return new VirtualUser(
        new UserSchedule(settings, READS, 0, 0), performed, recorder, stall, clock);
  }

  private static LoadSettings settings(String load) {
    return NfcsConfig.parse("test", "load: " + load).section("load", LoadSettings.class);
  }

  /** A session with nothing to close. */
  @FunctionalInterface
  private interface Performed extends Session {
    @Override
    default void close() {
      // nothing is held
    }
  }
}
