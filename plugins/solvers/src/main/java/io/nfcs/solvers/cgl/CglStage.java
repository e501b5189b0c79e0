package io.nfcs.solvers.cgl;

import io.nfcs.config.ConfigException;
import io.nfcs.memory.Digest;
import io.nfcs.tick.DegradeStep;
import io.nfcs.tick.Snapshot;
import io.nfcs.tick.SnapshotPool;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StageContext;
import io.nfcs.tick.StateReader;
import io.nfcs.tick.StateWriter;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickInput;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stage {@code cgl}: advances the complex Ginzburg-Landau field by one tick under the control and
 * the damping of the tick's input, in full or as the degrade steps say, and attaches a snapshot of
 * it.
 *
 * <p>Its digest is that of the snapshot's memory. <b>Threads.</b> As a {@link Stage}. <b>Owns</b>
 * the pool of its snapshots: when it is closed, none may be read any more. <b>Allocates</b> in
 * {@link #open}, and on the first tick of each reduced way. <b>Fails</b> where all snapshots are in
 * use and where the field would no longer be finite; the field is then as before.
 */
public final class CglStage implements Stage {
  private @Nullable Running running;
  private String size = "";

  /** For {@link java.util.ServiceLoader}. */
  public CglStage() {}

  @Override
  public String name() {
    return "cgl";
  }

  @Override
  public void open(StageContext context) {
    CglSettings settings = context.settings(CglSettings.class);
    running = new Running(settings, context.stage(), context.ticksInFlight());
    size = settings.nx() + "x" + settings.ny();
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
    return Objects.requireNonNull(running, "stage is not open").field.stateBytes();
  }

  @Override
  public void save(StateWriter to) {
    Objects.requireNonNull(running, "stage is not open").field.save(to);
  }

  @Override
  public void restore(StateReader from) {
    Objects.requireNonNull(running, "stage is not open").field.restore(from);
  }

  @Override
  public void close() {
    if (running != null) {
      running.pool.close();
      running = null;
    }
  }

  /** The open stage. */
  private static final class Running {
    private final CglField field;
    private final SnapshotPool pool;
    private final int stage;

    Running(CglSettings settings, int stage, int ticksInFlight) {
      this.stage = stage;
      CglParameters parameters =
          new CglParameters(
              settings.nx(),
              settings.ny(),
              settings.lengthX(),
              settings.lengthY(),
              settings.c1(),
              settings.c3(),
              settings.dt());
      try {
        field =
            new CglField(
                parameters,
                settings.substeps(),
                settings.scheme() == CglSettings.Scheme.RICHARDSON,
                initial(parameters, settings.initial()));
      } catch (IllegalArgumentException refused) {
        throw new ConfigException("cgl.initial: " + refused.getMessage());
      }
      pool = new SnapshotPool(ticksInFlight, settings.nx(), settings.ny());
    }

    void run(Tick tick) {
      Snapshot snapshot = pool.acquire();
      if (snapshot == null) {
        throw new IllegalStateException("all snapshots are in use");
      }
      try {
        advance(tick.input());
      } catch (RuntimeException | Error failure) {
        snapshot.release();
        throw failure;
      }
      double[] re = field.re();
      double[] im = field.im();
      MemorySegment memory = snapshot.memory();
      MemorySegment.copy(re, 0, memory, ValueLayout.JAVA_DOUBLE, 0, re.length);
      MemorySegment.copy(im, 0, memory, ValueLayout.JAVA_DOUBLE, memory.byteSize() / 2, im.length);
      tick.digest(stage, Digest.of(memory));
      tick.attach(stage, snapshot);
    }

    private void advance(TickInput input) {
      field.advance(
          input.control().field(),
          input.control().damping(),
          input.isDegraded(DegradeStep.FEWER_SUBSTEPS),
          input.isDegraded(DegradeStep.COARSER_GRID));
    }

    private static InitialField initial(CglParameters parameters, CglSettings.Initial initial) {
      InitialField field = InitialField.on(parameters, InitialField.Nodes.PERIODIC);
      InitialField shaped =
          switch (initial.pattern()) {
            case RANDOM_NOISE -> field.noise(initial.amplitude(), initial.seed());
            case PLANE_WAVE ->
                field.planeWave(initial.amplitude(), initial.waveX(), initial.waveY());
            case SPIRAL -> field.spiral(initial.amplitude(), initial.winding(), initial.radial());
            case GAUSSIAN -> field.gaussian(initial.amplitude(), initial.width(), 0, 0);
          };
      return initial.noise() == 0 ? shaped : shaped.noise(initial.noise(), initial.seed());
    }
  }
}
