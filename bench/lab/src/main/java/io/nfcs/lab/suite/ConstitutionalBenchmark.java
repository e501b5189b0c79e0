package io.nfcs.lab.suite;

import io.nfcs.command.Progress;
import io.nfcs.constitution.PolicyCache;
import io.nfcs.constitution.PolicyContext;
import io.nfcs.constitution.PolicySet;
import io.nfcs.constitution.PolicyStatistics;
import io.nfcs.constitution.ViolationLog;
import io.nfcs.pipeline.timing.Quantiles;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.SystemNanoClock;

/** Benchmark of the policies: a cached decision and an evaluated one, by the number of policies. */
final class ConstitutionalBenchmark implements Component {
  private static final int CONTEXTS = 64;
  private static final int ENTRIES = 10_000;
  private static final int BATCH = 100;
  private static final int VIOLATIONS = 1024;

  @Override
  public String name() {
    return "constitutional";
  }

  @Override
  public String shows() {
    return "decisions by policies, cached and evaluated, by number of policies";
  }

  @Override
  public boolean isEnabled(BenchSettings settings) {
    return settings.constitutionalBenchmarks().enabled();
  }

  @Override
  public double seconds(BenchSettings settings) {
    return settings.constitutionalBenchmarks().testDuration();
  }

  @Override
  public List<Measurement> run(SuiteContext context, Progress progress) {
    BenchSettings settings = context.settings();
    List<Integer> counts = settings.constitutionalBenchmarks().policyCounts();
    double each = seconds(settings) / counts.size();
    List<Measurement> measurements = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      progress.at((double) i / counts.size(), counts.get(i) + " policies");
      measurements.addAll(measure(counts.get(i), each, settings.goals()));
    }
    return measurements;
  }

  private static List<Measurement> measure(int count, double seconds, BenchSettings.Goals goals) {
    PolicySet policies = PolicySet.parse("policies", ManyPolicies.text(count));
    PolicyCache cache =
        new PolicyCache(policies, ENTRIES, new ViolationLog(VIOLATIONS, SystemNanoClock.INSTANCE));
    PolicyContext[] contexts = contexts(policies);
    int[] next = new int[1];
    Quantiles known =
        Timing.of(seconds / 2, BATCH, () -> cache.decide(contexts[next[0]++ & (CONTEXTS - 1)]))
            .duration();
    Quantiles evaluated =
        Timing.of(seconds / 2, 1, () -> policies.evaluate(contexts[next[0]++ & (CONTEXTS - 1)]))
            .duration();
    PolicyStatistics statistics = cache.statistics();
    return List.of(
        Measurement.of("decision_known_p50_" + count, known.p50(), "us")
            .goal(Bound.atMost(goals.decisionP50())),
        Measurement.of("decision_evaluated_p50_" + count, evaluated.p50(), "us"),
        Measurement.of("decision_evaluated_p99_" + count, evaluated.p99(), "us"),
        Measurement.of(
            "policy_hit_ratio_" + count, (double) statistics.hits() / statistics.decisions(), ""));
  }

  private static PolicyContext[] contexts(PolicySet policies) {
    SplittableRandom random = new SplittableRandom(9);
    PolicyContext[] contexts = new PolicyContext[CONTEXTS];
    for (int i = 0; i < CONTEXTS; i++) {
      contexts[i] =
          policies
              .newContext()
              .begin("action")
              .set("risk_level", Double.toString(random.nextDouble(0.5)))
              .set("data_retention_days", Integer.toString(random.nextInt(365)))
              .set("logged", Boolean.toString(random.nextBoolean()));
    }
    return contexts;
  }
}
