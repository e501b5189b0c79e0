package io.nfcs.constitution;

import io.nfcs.tick.ModelQuantities;
import io.nfcs.tick.Quantity;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StageContext;
import io.nfcs.tick.Tick;
import java.util.List;

/** Stage {@code level}: sets the risk level of its parameter, and fails if that is negative. */
public final class PlantedLevel implements Stage {
  static final String LEVEL = "level.planted";

  private static final double LARGEST = 50;

  private int parameter;
  private int risk;
  private int level;

  /** Creates the stage for {@link java.util.ServiceLoader}. */
  public PlantedLevel() {}

  @Override
  public String name() {
    return "level";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(new Parameter(LEVEL, 0));
  }

  @Override
  public List<Quantity> results() {
    return List.of(ModelQuantities.RISK, ModelQuantities.RISK_LEVEL);
  }

  @Override
  public void open(StageContext context) {
    parameter = context.shape().parameter(LEVEL);
    risk = context.result(ModelQuantities.RISK);
    level = context.result(ModelQuantities.RISK_LEVEL);
  }

  @Override
  public void run(Tick tick) {
    int planted = (int) tick.input().parameter(parameter);
    if (planted < 0) {
      throw new IllegalStateException("no level");
    }
    tick.outcome().number(risk, planted / 3.0);
    tick.outcome().count(level, planted);
    tick.intent().field(Math.clamp(tick.input().control().field(), -LARGEST, LARGEST));
    tick.intent().modules(Math.clamp(tick.input().control().modules(), -LARGEST, LARGEST));
  }

  @Override
  public int stateBytes() {
    return 0;
  }
}
