package io.nfcs.distribution.loop;

import io.nfcs.tick.ObserverContext;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickObserver;
import java.util.concurrent.TimeUnit;

/** Observer {@code laggard}: takes a second to open, and never returns from its first tick. */
public final class LaggardObserver implements TickObserver {
  private static final long OPENING_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** For {@link java.util.ServiceLoader}. */
  public LaggardObserver() {}

  @Override
  public String name() {
    return "laggard";
  }

  @Override
  public void open(ObserverContext context) {
    TickClock clock = TickClock.system();
    long end = clock.nanoTime() + OPENING_NANOS;
    while (clock.nanoTime() - end < 0) {
      clock.parkNanos(end - clock.nanoTime());
    }
  }

  @Override
  public void onRun(RunHeader header) {}

  @Override
  public void onTick(Tick tick) {
    while (!Thread.currentThread().isInterrupted()) {
      TickClock.system().parkNanos(OPENING_NANOS);
    }
  }
}
