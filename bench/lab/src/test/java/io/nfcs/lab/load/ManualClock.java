package io.nfcs.lab.load;

import io.nfcs.tick.TickClock;

/** A clock that stands still except for waits, and for operations that are said to take time. */
final class ManualClock implements TickClock {
  private long nowNanos;

  @Override
  public long nanoTime() {
    return nowNanos;
  }

  @Override
  public void parkNanos(long nanos) {
    nowNanos += nanos;
  }

  @Override
  public void spin() {
    nowNanos += 1000;
  }

  void advance(long nanos) {
    nowNanos += nanos;
  }
}
