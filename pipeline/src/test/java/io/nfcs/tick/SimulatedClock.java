package io.nfcs.tick;

import java.util.SplittableRandom;

/**
 * A clock that only moves during waits: parking takes about the requested time, now and then less
 * or more, and a spin takes a moment.
 *
 * <p><b>Threads.</b> One.
 */
public final class SimulatedClock implements TickClock {
  private static final long SPIN_NANOS = 40;

  private final SplittableRandom random;
  private long now;

  /** Creates a clock at 0 whose waits jitter by a seed. */
  public SimulatedClock(long seed) {
    random = new SplittableRandom(seed);
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void parkNanos(long nanos) {
    now += nanos - random.nextLong(nanos / 4 + 1) + random.nextLong(60_000);
  }

  @Override
  public void spin() {
    now += SPIN_NANOS;
  }

  /** Lets time pass: a pause of the machine. */
  public void pause(long nanos) {
    now += nanos;
  }
}
