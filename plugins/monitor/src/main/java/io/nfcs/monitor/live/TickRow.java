package io.nfcs.monitor.live;

import io.nfcs.tick.ModelQuantities;
import io.nfcs.tick.Outcome;
import io.nfcs.tick.Quantity;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickShape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A tick as shown on a page.
 *
 * @param number of the tick
 * @param latenessMillis its lateness
 * @param durationMillis its duration
 * @param stageMillis duration of each stage, in their order
 * @param missedBefore periods without a tick before it
 * @param hasFailed whether a stage failed or was skipped
 * @param orderParameter Kuramoto order parameter, NaN if not computed
 * @param fieldCoherence order parameter of the field
 * @param hallucination H_a
 * @param riskLevel 0 to 3, -1 if not computed
 * @param decision 0 to 3, -1 if there was none
 * @param further the quantities that are not of the model, in their order, NaN if not computed
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
    int decision,
    double[] further) {
  private static final double NANOS_PER_MILLI = 1e6;

  /** Returns the quantities of a run that are not of the model: further results, and parameters. */
  public static List<Quantity> further(TickShape shape) {
    List<Quantity> all = shape.quantities();
    return all.subList(ModelQuantities.ALL.size(), all.size());
  }

  static TickRow of(Tick tick, long periodNanos) {
    double[] stages = new double[tick.stageCount()];
    for (int stage = 0; stage < stages.length; stage++) {
      stages[stage] = (tick.endNanos(stage) - tick.startNanos(stage)) / NANOS_PER_MILLI;
    }
    int model = ModelQuantities.ALL.size();
    int all = tick.outcome().quantities().size() + tick.input().parameterCount();
    Outcome outcome = tick.outcome();
    return new TickRow(
        tick.number(),
        tick.latenessNanos(periodNanos) / NANOS_PER_MILLI,
        tick.durationNanos() / NANOS_PER_MILLI,
        stages,
        tick.missedBefore(),
        tick.hasFailed(),
        outcome.number(ModelQuantities.ORDER_PARAMETER),
        outcome.number(ModelQuantities.FIELD_COHERENCE),
        outcome.number(ModelQuantities.HALLUCINATION),
        (int) outcome.count(ModelQuantities.RISK_LEVEL),
        (int) outcome.count(ModelQuantities.DECISION),
        IntStream.range(model, all).mapToDouble(tick::value).toArray());
  }
}
