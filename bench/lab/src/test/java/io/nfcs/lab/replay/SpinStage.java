package io.nfcs.lab.replay;

import io.nfcs.tick.Stage;
import io.nfcs.tick.StageContext;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;

/**
 * Stage {@code spin}, the last of its tick: takes as many nanoseconds as property {@code
 * spin.nanos} says, and then as large a share of the tick as {@code spin.share} says.
 */
public final class SpinStage implements Stage {
  static final String NANOS = "spin.nanos";

  static final String SHARE = "spin.share";

  private final long nanos = Long.getLong(NANOS, 0);
  private final double share = Double.parseDouble(System.getProperty(SHARE, "0"));

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
    spin(nanos);
    spin(Math.round(share * (TickClock.system().nanoTime() - tick.wakeupNanos())));
  }

  @Override
  public int stateBytes() {
    return 0;
  }

  private static void spin(long nanos) {
    TickClock clock = TickClock.system();
    long end = clock.nanoTime() + nanos;
    while (clock.nanoTime() < end) {
      clock.spin();
    }
  }
}
