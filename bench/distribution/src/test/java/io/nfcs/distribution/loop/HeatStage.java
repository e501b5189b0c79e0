package io.nfcs.distribution.loop;

import io.nfcs.tick.Quantity;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StageContext;
import io.nfcs.tick.Tick;
import java.util.List;

/**
 * Stage {@code heat}: a stage that no other module knows, with results and a parameter of its own.
 */
public final class HeatStage implements Stage {
  /** Half of the value of the parameter. */
  public static final Quantity DEGREES =
      Quantity.number("heat.degrees", "celsius", "Temperature of the test.");

  /** Class of that temperature. */
  public static final Quantity MOOD =
      Quantity.code("heat.mood", "What the test feels.", "cool", "warm");

  private static final Parameter FLAME = new Parameter("heat.flame", 42);
  private static final double WARM = 20;

  private int degrees;
  private int mood;
  private int flame;

  /** For {@link java.util.ServiceLoader}. */
  public HeatStage() {}

  @Override
  public String name() {
    return "heat";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(FLAME);
  }

  @Override
  public List<Quantity> results() {
    return List.of(DEGREES, MOOD);
  }

  @Override
  public void open(StageContext context) {
    degrees = context.result(DEGREES);
    mood = context.result(MOOD);
    flame = context.shape().parameter(FLAME.name());
  }

  @Override
  public void run(Tick tick) {
    double now = tick.input().parameter(flame) / 2;
    tick.outcome().number(degrees, now);
    tick.outcome().count(mood, now > WARM ? 1 : 0);
  }
}
