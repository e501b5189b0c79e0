package io.nfcs.lab.tune;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.Lease;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.codec.ComplexField;
import io.nfcs.memory.Digest;
import io.nfcs.solvers.cgl.CglParameters;
import io.nfcs.solvers.cgl.CglSolve;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StageContext;
import io.nfcs.tick.Tick;
import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.DiscreteDistribution;
import org.apache.commons.statistics.distribution.ZipfDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Stage {@code workload}: reads solutions of the field's equation from a cache, which computes
 * missing solutions. It stands for a host that uses caches on the tick, so that their settings can
 * be measured by executing ticks.
 *
 * <p>The keys of a tick follow from its number, in a sequence that repeats after 65,536 reads.
 * <b>Threads.</b> As a {@link Stage}; its lease moves with it from thread to thread.
 * <b>Allocates</b> for a solution that the cache does not have.
 */
public final class WorkloadStage implements Stage {
  /** Name of the stage, its section and its cache. */
  static final String NAME = "workload";

  private static final double LENGTH = 10;
  private static final double DT = 0.01;
  private static final int SEQUENCE = 1 << 16;

  private @Nullable Running running;

  /** For {@link java.util.ServiceLoader}. */
  public WorkloadStage() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void open(StageContext context) {
    running = new Running(context, context.settings(WorkloadSettings.class));
  }

  @Override
  public void run(Tick tick) {
    Objects.requireNonNull(running, "stage is not open").run(tick);
  }

  /** Returns 0: the content of its cache follows from the keys. */
  @Override
  public int stateBytes() {
    return 0;
  }

  @Override
  public void close() {
    if (running != null) {
      running.close();
      running = null;
    }
  }

  /** The open stage. */
  private static final class Running {
    private final WorkloadSettings settings;
    private final int stage;
    private final long[] sequence = new long[SEQUENCE];
    private final ComplexField initial;
    private final TieredCache<Long, ComplexField> cache;
    private final Lease lease;

    Running(StageContext context, WorkloadSettings settings) {
      this.settings = settings;
      stage = context.stage();
      SplittableRandom random = new SplittableRandom(settings.seed());
      DiscreteDistribution.Sampler keys =
          ZipfDistribution.of(settings.keys(), settings.skew()).createSampler(random::nextLong);
      for (int i = 0; i < SEQUENCE; i++) {
        sequence[i] = keys.sample();
      }
      int cells = settings.grid() * settings.grid();
      initial =
          ComplexField.of(
              settings.grid(),
              settings.grid(),
              random.doubles(cells, -0.5, 0.5).toArray(),
              random.doubles(cells, -0.5, 0.5).toArray());
      cache =
          context.cache(
              CacheSpec.of(NAME, Codec.number(), ComplexField.codec()).loader(this::solve));
      lease = cache.lease();
    }

    void run(Tick tick) {
      long digest = settings.reads();
      for (int i = 0; i < settings.reads(); i++) {
        long key = sequence[(int) ((tick.number() * settings.reads() + i) & (SEQUENCE - 1))];
        cache.get(key, lease);
        digest = Digest.mix(digest, lease.longAt(lease.sizeBytes() - Long.BYTES));
        lease.release();
      }
      tick.digest(stage, digest);
    }

    void close() {
      lease.close();
      cache.close();
    }

    private ComplexField solve(long key) {
      CglParameters parameters =
          new CglParameters(
              settings.grid(), settings.grid(), LENGTH, LENGTH, 0.8, 1.5 + key * 1e-4, DT);
      return new CglSolve(parameters, initial, 0, 0, settings.steps()).solve();
    }
  }
}
