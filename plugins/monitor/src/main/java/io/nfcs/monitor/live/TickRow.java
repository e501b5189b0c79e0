package io.nfcs.monitor.live;

import io.nfcs.tick.Tick;

/**
 * What a page shows of a tick.
 *
 * @param number of the tick
 * @param latenessMillis how late it began
 * @param durationMillis how long it took
 * @param stageMillis how long each stage took, in their order
 * @param missedBefore periods without a tick before it
 * @param hasFailed whether a stage failed or was skipped
 * @param orderParameter Kuramoto order parameter, NaN if not computed
 * @param fieldCoherence order parameter of the field
 * @param hallucination H_a
 * @param riskLevel 0 to 3, -1 if not computed
 * @param decision 0 to 3, -1 if there was none
 */
@SuppressWarnings("ArrayRecordComponent") // written once, then only read
public record TickRow(
    long number,
    double latenessMillis,
    double durationMillis,
    double[] stageMillis,
    long missedBefore,
    boolean hasFailed,
    double orderParameter,
    double fieldCoherence,
    double hallucination,
    int riskLevel,
    int decision) {
  private static final double NANOS_PER_MILLI = 1e6;

  static TickRow of(Tick tick, long periodNanos) {
    double[] stages = new double[tick.stageCount()];
    for (int stage = 0; stage < stages.length; stage++) {
      stages[stage] = (tick.endNanos(stage) - tick.startNanos(stage)) / NANOS_PER_MILLI;
    }
    return new TickRow(
        tick.number(),
        tick.latenessNanos(periodNanos) / NANOS_PER_MILLI,
        tick.durationNanos() / NANOS_PER_MILLI,
        stages,
        tick.missedBefore(),
        tick.failed(),
        tick.outcome().orderParameter(),
        tick.outcome().fieldCoherence(),
        tick.outcome().hallucination(),
        tick.outcome().riskLevel(),
        tick.outcome().decision());
  }
}
