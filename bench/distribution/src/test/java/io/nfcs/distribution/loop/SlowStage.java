package io.nfcs.distribution.loop;

import io.nfcs.tick.Stage;
import io.nfcs.tick.StageContext;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import java.util.List;

/** Stage {@code slow}: takes as many milliseconds as parameter {@code slow.millis} says. */
public final class SlowStage implements Stage {
  private static final String MILLIS = "slow.millis";

  private int parameter;

  /** For {@link java.util.ServiceLoader}. */
  public SlowStage() {}

  @Override
  public String name() {
    return "slow";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(new Parameter(MILLIS, 0));
  }

  @Override
  public void open(StageContext context) {
    parameter = context.shape().parameter(MILLIS);
  }

  @Override
  public void run(Tick tick) {
    TickClock clock = TickClock.system();
    long end = clock.nanoTime() + Math.round(tick.input().parameter(parameter) * 1e6);
    while (clock.nanoTime() < end) {
      clock.spin();
    }
  }
}
