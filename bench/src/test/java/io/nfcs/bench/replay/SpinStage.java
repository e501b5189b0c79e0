package io.nfcs.bench.replay;

import io.nfcs.tick.Stage;
import io.nfcs.tick.StageContext;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;

/** Stage {@code spin}: takes as many nanoseconds as property {@code spin.nanos} says. */
public final class SpinStage implements Stage {
  static final String NANOS = "spin.nanos";

  private final long nanos = Long.getLong(NANOS, 0);

  /** For {@link java.util.ServiceLoader}. */
  public SpinStage() {}

  @Override
  public String name() {
    return "spin";
  }

  @Override
  public void open(StageContext context) {}

  @Override
  public void run(Tick tick) {
    TickClock clock = TickClock.system();
    long end = clock.nanoTime() + nanos;
    while (clock.nanoTime() < end) {
      clock.spin();
    }
  }
}
