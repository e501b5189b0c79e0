package io.nfcs.jmh;

import io.nfcs.constitution.PolicyCache;
import io.nfcs.constitution.PolicyContext;
import io.nfcs.constitution.PolicySet;
import io.nfcs.constitution.Verdict;
import io.nfcs.constitution.ViolationLog;
import io.nfcs.lab.Shows;
import io.nfcs.lab.suite.ManyPolicies;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemNanoClock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A decision by N policies: answered by the cache, evaluated by CEL, and evaluated although there
 * is a cache because every context is new. The ratio of the first two is the benefit of the cache;
 * the third against the second is its cost where it never hits.
 *
 * <p>Contexts are allowed ones of the four fundamental policies' keys; beyond four, policies
 * compare the risk and the days with numbers of their own. To be run with the flags of {@code
 * config/jvm.options}.
 */
@Shows("a decision by number of policies, cached and evaluated")
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls fill before anything else
public class PolicyDecisionBenchmark {
  private static final int CONTEXTS = 64;
  private static final int ENTRIES = 10_000;

  /** Number of policies. */
  @Param({"4", "50", "500"})
  public int policies;

  private PolicySet set;
  private PolicyCache cache;
  private PolicyCache useless;
  private PolicyContext[] contexts;
  private PolicyContext context;
  private int risk;
  private int whole;
  private int next;
  private double fresh;

  /** Made by JMH. */
  public PolicyDecisionBenchmark() {}

  /** Makes policies, caches and contexts. */
  @Setup(Level.Trial)
  public void fill() {
    set = PolicySet.parse("policies", text("  # no more keys\n", 0));
    cache = new PolicyCache(set, ENTRIES, log());
    PolicySet read = PolicySet.parse("policies", text("  whole: {type: double}\n", 1));
    useless = new PolicyCache(read, ENTRIES, log());
    context = read.newContext();
    whole = context.index("whole");
    risk = context.index("risk_level");
    SplittableRandom random = new SplittableRandom(9);
    contexts = new PolicyContext[CONTEXTS];
    for (int i = 0; i < CONTEXTS; i++) {
      contexts[i] = set.newContext().begin("action");
      contexts[i].set("risk_level", Double.toString(random.nextDouble(0.5)));
      contexts[i].set("data_retention_days", Integer.toString(random.nextInt(365)));
      contexts[i].set("logged", Boolean.toString(random.nextBoolean()));
      cache.decide(contexts[i]);
    }
  }

  /** Returns a cached verdict. */
  @Benchmark
  public Verdict cached() {
    return cache.decide(contexts[next++ & (CONTEXTS - 1)]);
  }

  /** Returns an evaluated verdict. */
  @Benchmark
  public Verdict evaluated() {
    return set.evaluate(contexts[next++ & (CONTEXTS - 1)]);
  }

  /** Looks up, evaluates and stores the verdict of a context that never occurs again. */
  @Benchmark
  public Verdict neverCached() {
    fresh += 1;
    context.begin("action").set(risk, 0.25).set(whole, fresh);
    return useless.decide(context);
  }

  private static ViolationLog log() {
    return new ViolationLog(1024, SystemNanoClock.INSTANCE);
  }

  /** Returns the fundamental policies, and others up to the number. */
  private String text(String key, int reads) {
    StringBuilder text =
        new StringBuilder(ManyPolicies.text(policies).replace("context:\n", "context:\n" + key));
    if (reads > 0) {
      text.append("  WHOLE: {condition: whole * 2.0 >= 0.0}\n");
    }
    return text.toString();
  }
}
