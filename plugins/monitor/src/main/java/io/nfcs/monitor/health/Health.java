package io.nfcs.monitor.health;

import io.nfcs.counters.Counters;
import io.nfcs.tick.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether a run is alive, so that nobody need start it anew, and ready, so that its results can be
 * relied on; and if not, why.
 *
 * <p><b>Threads.</b> Ticks by one thread, answers by any.
 */
public final class Health {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Counters counters;
  private final long stallNanos;
  private final long maxLagTicks;
  private final LongSupplier nowNanos;
  private volatile long lastNanos;
  private volatile boolean hasTicked;
  private volatile boolean hasFailed;

  /**
   * Health of a run that begins now.
   *
   * @param stallMillis how long no tick may come
   * @param maxLagTicks how far the tables may be behind
   * @param nowNanos the ticks' clock
   */
  public Health(Counters counters, long stallMillis, long maxLagTicks, LongSupplier nowNanos) {
    this.counters = counters;
    this.maxLagTicks = maxLagTicks;
    this.nowNanos = nowNanos;
    stallNanos = TimeUnit.MILLISECONDS.toNanos(stallMillis);
    lastNanos = nowNanos.getAsLong();
  }

  /** A tick is in the journal. */
  public void onTick(Tick tick) {
    lastNanos = tick.commitNanos();
    hasFailed = tick.failed();
    hasTicked = true;
  }

  /** Why the run is not alive; empty if it is. */
  public List<String> notAlive() {
    long since = nowNanos.getAsLong() - lastNanos;
    return since <= stallNanos
        ? List.of()
        : List.of(String.format(Locale.ROOT, "no tick for %.1f s", since / NANOS_PER_SECOND));
  }

  /** Why the run is not ready; empty if it is. */
  public List<String> notReady() {
    List<String> reasons = new ArrayList<>(notAlive());
    if (!hasTicked) {
      reasons.add("no tick yet");
    }
    if (hasFailed) {
      reasons.add("a stage failed on the latest tick");
    }
    long lag = counters.storeLag();
    if (lag > maxLagTicks) {
      reasons.add("the tables are " + lag + " ticks behind the journal");
    }
    return reasons;
  }
}
