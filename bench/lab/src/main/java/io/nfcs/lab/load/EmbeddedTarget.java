package io.nfcs.lab.load;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.CacheStatistics;
import io.nfcs.cache.Lease;
import io.nfcs.cache.Memo;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.codec.ComplexField;
import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.constitution.PolicyCache;
import io.nfcs.constitution.PolicyContext;
import io.nfcs.constitution.PolicySet;
import io.nfcs.constitution.ViolationLog;
import io.nfcs.counters.OperationTimer;
import io.nfcs.pipeline.Nfcs;
import io.nfcs.semantic.SemanticCache;
import io.nfcs.solvers.cgl.CglParameters;
import io.nfcs.solvers.cgl.CglSolve;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;

/**
 * The loop of this JVM with caches beside it, which hold the popular entries when the test begins.
 *
 * <p><b>Threads.</b> Any: a session with its leases and its context is one user's, all else is
 * shared and takes concurrent calls. <b>Owns</b> the loop, the caches and the clients.
 */
final class EmbeddedTarget implements Target {
  private static final int POLICY_VERDICTS = 10_000;
  private static final int VIOLATIONS = 1024;
  private static final double LENGTH = 10;
  private static final double DT = 0.01;

  private final LoadSettings settings;
  private final Nfcs nfcs;
  private final TieredCache<Long, byte[]> cache;
  private final Memo<CglSolve, ComplexField> solutions;
  private final SemanticCache<Long> meanings;
  private final PolicyCache policies =
      new PolicyCache(
          PolicySet.builtIn(),
          POLICY_VERDICTS,
          new ViolationLog(VIOLATIONS, SystemNanoClock.INSTANCE));
  private final ComplexField initial;
  private final OperationTimer meaningTimes;
  private final OperationTimer policyTimes;
  private final WireClients clients;

  private EmbeddedTarget(Nfcs nfcs, NfcsConfig config, LoadSettings settings) {
    this.nfcs = nfcs;
    this.settings = settings;
    initial = wave(settings.solveGrid());
    meaningTimes = nfcs.operations().of("semantic look-up");
    policyTimes = nfcs.operations().of("policy decision");
    cache =
        nfcs.grid().cache(CacheSpec.of("load", Codec.number(), Codec.bytes()).loader(this::value));
    solutions = CglSolve.memo(nfcs.grid());
    meanings = SemanticCache.open(config, Codec.number());
    try {
      clients =
          WireClients.connect(
              config, "127.0.0.1:" + nfcs.grid().thinClientPort(), settings.connections());
    } catch (RuntimeException | Error e) {
      meanings.close();
      throw e;
    }
    for (long key = 0; key < settings.keys(); key++) {
      cache.put(key, value(key));
    }
  }

  static EmbeddedTarget start(NfcsConfig config, LoadSettings settings, @Nullable Path dataDir) {
    Nfcs.Context context = new Nfcs.Context().config(config);
    Nfcs nfcs = Nfcs.start(dataDir == null ? context : context.dataDir(dataDir));
    try {
      if (nfcs.grid().thinClientPort() == 0) {
        throw new ConfigException(
            "grid.thin_client_port: 0 closes the endpoint that queries need, allowed 1..65535");
      }
      return new EmbeddedTarget(nfcs, config, settings);
    } catch (RuntimeException e) {
      nfcs.close();
      throw e;
    }
  }

  @Override
  public Set<Operation> operations() {
    return EnumSet.allOf(Operation.class);
  }

  @Override
  public Session session(int user) {
    return new UserSession(user);
  }

  @Override
  public CacheReads cacheReads() {
    CacheStatistics statistics = cache.statistics();
    long reads = statistics.tiers().getFirst().lookups();
    return new CacheReads(reads, reads - statistics.loads() - statistics.loadFailures());
  }

  @Override
  public LoopTimes loop(long fromEpochMillis, long toEpochMillis) {
    return clients.loop(fromEpochMillis, toEpochMillis);
  }

  @Override
  public void close() {
    try (nfcs;
        meanings) {
      clients.close();
    }
  }

  private byte[] value(long key) {
    byte[] value = new byte[settings.valueBytes()];
    for (int i = 0; i < value.length; i++) {
      value[i] = (byte) (key * 31 + i * 7L);
    }
    return value;
  }

  private CglSolve solve(long key) {
    int cells = settings.solveGrid();
    double c3 = 1.5 + key * 1e-6;
    return new CglSolve(
        new CglParameters(cells, cells, LENGTH, LENGTH, 0.8, c3, DT),
        initial,
        0,
        0,
        settings.solveSteps());
  }

  /** Returns a plane wave with a ripple, as a field to solve. */
  private static ComplexField wave(int cells) {
    double[] re = new double[cells * cells];
    double[] im = new double[cells * cells];
    for (int i = 0; i < re.length; i++) {
      int row = i / cells;
      double phase = 2 * Math.PI * row / cells;
      double amplitude = 0.5 + 0.1 * Math.cos(2 * Math.PI * (i % cells) / cells);
      re[i] = amplitude * Math.cos(phase);
      im[i] = amplitude * Math.sin(phase);
    }
    return ComplexField.of(cells, cells, re, im);
  }

  /** State of one user. */
  private final class UserSession implements Session {
    private final int user;
    private final Lease lease = cache.lease();
    private final Lease solution = solutions.lease();
    private final PolicyContext action = policies.policies().newContext();

    UserSession(int user) {
      this.user = user;
    }

    @Override
    public void perform(Operation operation, long key) {
      switch (operation) {
        case CACHE_READ -> {
          cache.get(key, lease);
          require(lease.isHeld(), "the cache has no value");
          lease.release();
        }
        case CACHE_WRITE -> cache.put(key, value(key));
        case SOLVE -> {
          solutions.get(solve(key), solution);
          require(solution.isHeld(), "there is no solution");
          solution.release();
        }
        case SEMANTIC -> {
          String text = "what is the state of module " + key + " in the outer ring";
          long begun = meaningTimes.begin();
          boolean isFound = meanings.findSimilar(text) != null;
          meaningTimes.end(begun);
          if (!isFound) {
            meanings.store(text, key);
          }
        }
        case POLICY -> {
          action.begin("action");
          action.set("risk_level", Double.toString(key % 1000 / 2000.0));
          action.set("data_retention_days", Long.toString(key % 365));
          action.set("logged", "true");
          long begun = policyTimes.begin();
          policies.decide(action);
          policyTimes.end(begun);
        }
        case QUERY -> clients.readTick(user, key);
      }
    }

    @Override
    public void close() {
      lease.close();
      solution.close();
    }

    private static void require(boolean holds, String otherwise) {
      if (!holds) {
        throw new IllegalStateException(otherwise);
      }
    }
  }
}
