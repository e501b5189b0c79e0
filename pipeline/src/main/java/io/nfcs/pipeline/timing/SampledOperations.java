package io.nfcs.pipeline.timing;

import io.nfcs.config.NfcsConfig;
import io.nfcs.counters.OperationTimer;
import io.nfcs.counters.OperationTimers;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.agrona.concurrent.NanoClock;

/**
 * Timers of a random share of all operations, each chosen independently, so that nothing periodic
 * can hide between samples.
 *
 * <p><b>Threads.</b> Any; timing takes no lock. A reader of the statistics sees all operations that
 * ended before its call, and none twice: the recorder (a {@link Recorder}) hands over its interval
 * when the last writer has left it. <b>Allocates</b> a recorder per name, nothing per operation.
 */
public final class SampledOperations implements OperationTimers {
  private static final long HIGHEST_NANOS = 3_600_000_000_000L;
  private static final int DIGITS = 2;
  private static final long NOT_SAMPLED = Long.MIN_VALUE;
  private static final int TRIALS = 20_000;

  private final Map<String, Sampled> operations = new ConcurrentHashMap<>();
  private final double share;
  private final long threshold;
  private final NanoClock clock;
  private double costNanos = -1;

  /** Returns timers for section {@code sampling} of a configuration; nothing is timed yet. */
  public static SampledOperations of(NfcsConfig config, NanoClock clock) {
    return new SampledOperations(config.section("sampling", SamplingSettings.class), clock);
  }

  SampledOperations(SamplingSettings settings, NanoClock clock) {
    share = settings.share();
    threshold = Math.round(share * (1L << Integer.SIZE)) + Integer.MIN_VALUE;
    this.clock = clock;
  }

  @Override
  public OperationTimer of(String operation) {
    return share == 0
        ? OperationTimer.NONE
        : operations.computeIfAbsent(operation, name -> new Sampled());
  }

  /** Returns the samples of each operation, by name; operations without samples are left out. */
  public Map<String, SampledOperation> statistics() {
    Map<String, SampledOperation> statistics = new TreeMap<>();
    operations.forEach((name, sampled) -> {
      SampledOperation one = sampled.statistics();
      if (one.samples() > 0) {
        statistics.put(name, one);
      }
    });
    return statistics;
  }

  /** Returns the share of timed operations. */
  public double share() {
    return share;
  }

  /**
   * Returns the average cost of the sampling per operation, in nanoseconds: measured at the first
   * call, which takes milliseconds; 0 if nothing is sampled.
   */
  public synchronized double costNanos() {
    if (costNanos < 0) {
      costNanos = share == 0 ? 0 : measuredCostNanos();
    }
    return costNanos;
  }

  private double measuredCostNanos() {
    Sampled trial = new Sampled();
    double best = Double.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long start = clock.nanoTime();
      for (int i = 0; i < TRIALS; i++) {
        trial.end(trial.begin());
      }
      best = Math.min(best, (double) (clock.nanoTime() - start) / TRIALS);
    }
    return best;
  }

  /** One kind of operation. */
  private final class Sampled implements OperationTimer {
    private final Recorder recorder = new Recorder(HIGHEST_NANOS, DIGITS);
    private final Histogram all = new Histogram(HIGHEST_NANOS, DIGITS);

    @Override
    public long begin() {
      return ThreadLocalRandom.current().nextInt() < threshold ? clock.nanoTime() : NOT_SAMPLED;
    }

    @Override
    public void end(long begun) {
      if (begun != NOT_SAMPLED) {
        recorder.recordValue(Math.clamp(clock.nanoTime() - begun, 0, HIGHEST_NANOS));
      }
    }

    synchronized SampledOperation statistics() {
      all.add(recorder.getIntervalHistogram());
      return new SampledOperation(all.getTotalCount(), Quantiles.ofNanos(all));
    }
  }

  /**
   * Samples of an operation.
   *
   * @param samples number of samples
   * @param duration times of the samples
   */
  public record SampledOperation(long samples, Quantiles duration) {}
}
