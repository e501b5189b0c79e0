package io.nfcs.solvers.kuramoto;

import io.nfcs.config.ConfigException;
import io.nfcs.memory.Digest;
import io.nfcs.tick.ModelQuantities;
import io.nfcs.tick.Quantity;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StageContext;
import io.nfcs.tick.StateReader;
import io.nfcs.tick.StateWriter;
import io.nfcs.tick.Tick;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stage {@code kuramoto}: advances the oscillators by one tick under the coupling and the control
 * of the tick's input, and sets the order parameter of the outcome.
 *
 * <p>Its digest is that of the phases in their order. <b>Allocates</b> in {@link #open} only.
 * <b>Fails</b> on a coupling or control that is not finite, or so large that a phase would turn by
 * more than {@link KuramotoSolver#LARGEST_TURN} in a step; the phases are then as before.
 */
public final class KuramotoStage implements Stage {
  private static final String COUPLING = "kuramoto.coupling";

  private @Nullable Running running;
  private String size = "";

  /** For {@link java.util.ServiceLoader}. */
  public KuramotoStage() {}

  @Override
  public String name() {
    return "kuramoto";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(new Parameter(COUPLING, 1.0));
  }

  @Override
  public List<Quantity> results() {
    return List.of(ModelQuantities.ORDER_PARAMETER);
  }

  @Override
  public void open(StageContext context) {
    KuramotoSettings settings = context.settings(KuramotoSettings.class);
    running = new Running(settings, context);
    size = Integer.toString(settings.omega().size());
  }

  @Override
  public String size() {
    return size;
  }

  @Override
  public void run(Tick tick) {
    Objects.requireNonNull(running, "stage is not open").run(tick);
  }

  @Override
  public int stateBytes() {
    return Objects.requireNonNull(running, "stage is not open").solver.stateBytes();
  }

  @Override
  public void save(StateWriter to) {
    Objects.requireNonNull(running, "stage is not open").solver.save(to);
  }

  @Override
  public void restore(StateReader from) {
    Objects.requireNonNull(running, "stage is not open").solver.restore(from);
  }

  /** The open stage. */
  private static final class Running {
    private final KuramotoSolver solver;
    private final int substeps;
    private final int stage;
    private final int coupling;
    private final int order;

    Running(KuramotoSettings settings, StageContext context) {
      int size = settings.omega().size();
      if (size == 0) {
        throw new ConfigException("kuramoto.omega: [] is empty; expected 1 or more values");
      }
      solver =
          new KuramotoSolver(
              Coupling.uniform(size, settings.coupling(), settings.lag()),
              settings.omega().stream().mapToDouble(Double::doubleValue).toArray(),
              settings.dt());
      double[] phases = new double[size];
      for (int i = 0; i < size; i++) {
        phases[i] = settings.phaseStep() * i;
      }
      solver.phases(phases);
      if (solver.turn() > KuramotoSolver.LARGEST_TURN) {
        throw new ConfigException(
            "kuramoto: omega, coupling and dt turn an oscillator by up to "
                + solver.turn()
                + " rad in a step, expected at most "
                + KuramotoSolver.LARGEST_TURN);
      }
      substeps = settings.substeps();
      stage = context.stage();
      coupling = context.shape().parameter(COUPLING);
      order = context.result(ModelQuantities.ORDER_PARAMETER);
    }

    void run(Tick tick) {
      solver.scale(tick.input().parameter(coupling) * tick.input().control().coupling());
      solver.control(tick.input().control().modules());
      solver.step(substeps);
      tick.outcome().number(order, solver.orderParameter());
      tick.digest(stage, digest());
    }

    private long digest() {
      long digest = 0;
      for (int i = 0; i < solver.size(); i++) {
        digest = Digest.mix(digest, Double.doubleToRawLongBits(solver.phase(i)));
      }
      return digest;
    }
  }
}
