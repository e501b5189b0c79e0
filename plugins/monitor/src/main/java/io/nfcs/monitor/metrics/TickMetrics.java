package io.nfcs.monitor.metrics;

import io.nfcs.tick.Outcome;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.StageStatus;
import io.nfcs.tick.Tick;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Our own metrics of ticks: how late they are and how long they take, what fails, and what they
 * find out.
 *
 * <p><b>Threads.</b> Ticks by one thread, all else by any.
 */
final class TickMetrics {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double[] BOUNDS = {
    .00001, .000025, .00005, .0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1
  };
  private static final List<String> DECISIONS = List.of("accept", "monitor", "reject", "emergency");

  private final Makers makers;
  private final Histogram lateness;
  private final Histogram duration;
  private final Summary latency;
  private final Counter failures;
  private final Counter decisions;
  private final List<Read> outcomes = new ArrayList<>();
  private final List<CounterDataPoint> failed = new ArrayList<>();
  private long periodNanos;

  TickMetrics(Makers makers) {
    this.makers = makers;
    lateness =
        makers.histogram(
            "nfcs_tick_lateness_seconds", "From the moment a tick was due to its start.", BOUNDS);
    duration =
        makers.histogram(
            "nfcs_tick_duration_seconds", "From a tick's start to its commit.", BOUNDS);
    latency =
        Summary.builder()
            .name("nfcs_coordination_latency_quantile_seconds")
            .help("From the moment a tick was due to its commit, in the last minute.")
            .quantile(.5, .02)
            .quantile(.95, .005)
            .quantile(.99, .001)
            .maxAgeSeconds(60)
            .numberOfAgeBuckets(6)
            .register(makers.registry());
    failures =
        makers.counter(
            "nfcs_stage_failures_by_stage",
            "Runs of a stage that failed or were skipped.",
            "stage");
    decisions = makers.counter("nfcs_decisions", "Decisions of the constitution.", "decision");
    outcome("nfcs_order_parameter", "Kuramoto order parameter.", Outcome::orderParameter);
    outcome("nfcs_field_coherence", "Order parameter of the field.", Outcome::fieldCoherence);
    outcome("nfcs_field_energy", "Energy functional of the field.", Outcome::energy);
    outcome("nfcs_field_vortices", "Vortices of the field.", o -> known(o.vortices()));
    outcome("nfcs_defect_density", "Vortices per unit area.", Outcome::defectDensity);
    outcome("nfcs_hallucination_number", "Hallucination number H_a.", Outcome::hallucination);
    outcome("nfcs_cost", "Cost functional J.", Outcome::cost);
    outcome("nfcs_risk_score", "Risk score, 0 to 1.", Outcome::risk);
    outcome("nfcs_token_risk", "Largest risk of a token of the tick.", Outcome::tokenRisk);
    outcome("nfcs_semantic_order", "Order parameter of the tokens' field.", Outcome::semanticOrder);
    outcome(
        "nfcs_risk_level",
        "Risk level: 0 normal, 1 warning, 2 critical, 3 emergency.",
        o -> known(o.riskLevel()));
    outcome(
        "nfcs_decision",
        "Latest decision: 0 accept, 1 monitor, 2 reject, 3 emergency.",
        o -> known(o.decision()));
    outcome(
        "nfcs_emergency_phase", "Emergency: 0 none, 1 active, 2 recovery.", o -> known(o.phase()));
  }

  void onRun(RunHeader header) {
    periodNanos = header.periodNanos();
    failed.clear();
    header.shape().stages().forEach(name -> failed.add(failures.labelValues(name)));
  }

  void onTick(Tick tick) {
    long lateNanos = tick.latenessNanos(periodNanos);
    lateness.observe(lateNanos / NANOS_PER_SECOND);
    duration.observe(tick.durationNanos() / NANOS_PER_SECOND);
    latency.observe((lateNanos + tick.durationNanos()) / NANOS_PER_SECOND);
    for (int stage = 0; stage < failed.size(); stage++) {
      if (tick.status(stage) != StageStatus.OK) {
        failed.get(stage).inc();
      }
    }
    Outcome outcome = tick.outcome();
    outcomes.forEach(read -> read.gauge.set(read.value.applyAsDouble(outcome)));
    if (outcome.decision() >= 0) {
      decisions.labelValues(DECISIONS.get(outcome.decision())).inc();
    }
  }

  private static double known(int code) {
    return code < 0 ? Double.NaN : code;
  }

  private void outcome(String name, String help, ToDoubleFunction<Outcome> value) {
    outcomes.add(new Read(makers.gauge(name, help), value));
  }

  private record Read(GaugeDataPoint gauge, ToDoubleFunction<Outcome> value) {}
}
