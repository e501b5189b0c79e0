package io.nfcs.solvers.risk;

import io.nfcs.memory.Digest;
import io.nfcs.solvers.cgl.CglSettings;
import io.nfcs.tick.ModelQuantities;
import io.nfcs.tick.Outcome;
import io.nfcs.tick.Quantity;
import io.nfcs.tick.Snapshot;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StageContext;
import io.nfcs.tick.StateReader;
import io.nfcs.tick.StateWriter;
import io.nfcs.tick.Tick;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stage {@code risk}: measures the field that {@code cgl} attached and the order that {@code
 * kuramoto} reached, judges them, and sets the control intent of the next tick.
 *
 * <p>Its digest is that of the outcome. <b>Allocates</b> in {@link #open} only. <b>Fails</b> where
 * {@code cgl} attached no field, where no stage set the order parameter, and where a measure is not
 * finite; its memory is then as before.
 */
public final class RiskStage implements Stage {
  private @Nullable Running running;

  /** For {@link java.util.ServiceLoader}. */
  public RiskStage() {}

  @Override
  public String name() {
    return "risk";
  }

  @Override
  public List<Quantity> results() {
    return List.of(
        ModelQuantities.FIELD_COHERENCE,
        ModelQuantities.ENERGY,
        ModelQuantities.DEFECT_DENSITY,
        ModelQuantities.HALLUCINATION,
        ModelQuantities.COST,
        ModelQuantities.RISK,
        ModelQuantities.VORTICES,
        ModelQuantities.RISK_LEVEL);
  }

  @Override
  public void open(StageContext context) {
    // the field's size is a setting of cgl; there is no second place for it
    running =
        new Running(
            context.settings(RiskSettings.class),
            context.settings("cgl", CglSettings.class),
            context);
  }

  @Override
  public void run(Tick tick) {
    Objects.requireNonNull(running, "stage is not open").run(tick);
  }

  @Override
  public int stateBytes() {
    return RiskMonitor.STATE_BYTES;
  }

  @Override
  public void save(StateWriter to) {
    Objects.requireNonNull(running, "stage is not open").monitor.save(to);
  }

  @Override
  public void restore(StateReader from) {
    Running open = Objects.requireNonNull(running, "stage is not open");
    open.monitor = RiskMonitor.restored(open.thresholds, from);
  }

  /** The open stage. */
  private static final class Running {
    private final RiskThresholds thresholds;
    private final FieldMeasures measures;
    private final Domain domain;
    private final CostWeights cost;
    private final Feedback feedback;
    private final double[] re;
    private final double[] im;
    private final int stage;
    private final int cgl;
    private final int order;
    private final int coherence;
    private final int energy;
    private final int defectDensity;
    private final int hallucinationNumber;
    private final int costs;
    private final int risk;
    private final int vortexCount;
    private final int level;
    private RiskMonitor monitor;

    Running(RiskSettings settings, CglSettings field, StageContext context) {
      domain = new Domain(field.nx(), field.ny(), field.lengthX(), field.lengthY());
      measures = new FieldMeasures(domain);
      thresholds = settings.limits().thresholds();
      monitor = new RiskMonitor(thresholds);
      RiskSettings.Cost weights = settings.cost();
      cost =
          new CostWeights(
              weights.field(), weights.gradient(), weights.control(), weights.coherence());
      RiskSettings.Gains gains = settings.feedback();
      feedback = new Feedback(gains.target(), gains.fieldGain(), gains.moduleGain());
      re = new double[domain.cells()];
      im = new double[domain.cells()];
      stage = context.stage();
      cgl = context.shape().stage("cgl");
      order = context.shape().result(ModelQuantities.ORDER_PARAMETER);
      coherence = context.result(ModelQuantities.FIELD_COHERENCE);
      energy = context.result(ModelQuantities.ENERGY);
      defectDensity = context.result(ModelQuantities.DEFECT_DENSITY);
      hallucinationNumber = context.result(ModelQuantities.HALLUCINATION);
      costs = context.result(ModelQuantities.COST);
      risk = context.result(ModelQuantities.RISK);
      vortexCount = context.result(ModelQuantities.VORTICES);
      level = context.result(ModelQuantities.RISK_LEVEL);
    }

    void run(Tick tick) {
      read(tick.snapshot(cgl));
      measures.measure(re, im);
      judge(tick);
      Outcome outcome = tick.outcome();
      tick.intent().field(feedback.field(outcome.number(coherence)));
      tick.intent().modules(feedback.modules(outcome.number(order)));
      tick.digest(stage, digest(outcome));
    }

    private void read(@Nullable Snapshot field) {
      if (field == null) {
        throw new IllegalStateException("stage cgl attached no field");
      }
      MemorySegment memory = field.memory();
      MemorySegment.copy(memory, ValueLayout.JAVA_DOUBLE, 0, re, 0, re.length);
      MemorySegment.copy(memory, ValueLayout.JAVA_DOUBLE, memory.byteSize() / 2, im, 0, im.length);
    }

    private void judge(Tick tick) {
      Outcome outcome = tick.outcome();
      double modular = outcome.number(order);
      if (Double.isNaN(modular)) {
        throw new IllegalStateException("no stage has set the order parameter");
      }
      double global = measures.coherence();
      int vortices = measures.vortices().count();
      double hallucination = RiskMonitor.hallucination(vortices, 0, 0);
      // values that are not finite are refused here, before the monitor remembers them
      outcome.number(coherence, global);
      outcome.number(energy, measures.energy());
      outcome.number(defectDensity, measures.defectDensity());
      outcome.number(hallucinationNumber, hallucination);
      outcome.number(
          costs,
          cost.cost(measures, domain.area(), tick.input().control().field(), global, modular));
      monitor.assess(hallucination, measures.defectDensity(), global, modular);
      outcome.count(vortexCount, vortices);
      outcome.number(risk, monitor.score());
      outcome.count(level, monitor.level().code());
    }

    /** Returns the digest of all numbers of the model, in the form of journals of any age. */
    private long digest(Outcome outcome) {
      return outcome.digestOfNumbers(Digest.mix(outcome.count(vortexCount), outcome.count(level)));
    }
  }
}
