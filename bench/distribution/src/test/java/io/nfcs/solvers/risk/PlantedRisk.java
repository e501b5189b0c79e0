package io.nfcs.solvers.risk;

import io.nfcs.memory.Digest;
import io.nfcs.tick.ModelQuantities;
import io.nfcs.tick.Quantity;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StageContext;
import io.nfcs.tick.StateReader;
import io.nfcs.tick.StateWriter;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickInput;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Stage {@code planted}: the risk of the measurements that the inputs state. */
public final class PlantedRisk implements Stage {
  private @Nullable RiskMonitor monitor;
  private int stage;
  private int first;
  private int hallucination;
  private int risk;
  private int level;

  /** For {@link java.util.ServiceLoader}. */
  public PlantedRisk() {}

  @Override
  public String name() {
    return "planted";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        new Parameter("planted.hallucination", 0.1),
        new Parameter("planted.defects", 0.01),
        new Parameter("planted.global", 0.95),
        new Parameter("planted.modular", 0.92));
  }

  @Override
  public List<Quantity> results() {
    return List.of(ModelQuantities.HALLUCINATION, ModelQuantities.RISK, ModelQuantities.RISK_LEVEL);
  }

  @Override
  public void open(StageContext context) {
    monitor = new RiskMonitor(RiskThresholds.REFERENCE);
    stage = context.stage();
    hallucination = context.result(ModelQuantities.HALLUCINATION);
    risk = context.result(ModelQuantities.RISK);
    level = context.result(ModelQuantities.RISK_LEVEL);
    first = context.shape().parameter("planted.hallucination");
  }

  @Override
  public void run(Tick tick) {
    RiskMonitor open = Objects.requireNonNull(monitor, "stage is not open");
    TickInput input = tick.input();
    open.assess(
        input.parameter(first),
        input.parameter(first + 1),
        input.parameter(first + 2),
        input.parameter(first + 3));
    tick.outcome().number(hallucination, input.parameter(first));
    tick.outcome().number(risk, open.score());
    tick.outcome().count(level, open.level().code());
    tick.digest(stage, Digest.mix(open.level().code(), Double.doubleToLongBits(open.score())));
  }

  @Override
  public int stateBytes() {
    return RiskMonitor.STATE_BYTES;
  }

  @Override
  public void save(StateWriter to) {
    Objects.requireNonNull(monitor, "stage is not open").save(to);
  }

  @Override
  public void restore(StateReader from) {
    monitor = RiskMonitor.restored(RiskThresholds.REFERENCE, from);
  }
}
