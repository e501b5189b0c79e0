package io.nfcs.lab.replay;

import io.nfcs.lab.statistics.Interval;
import io.nfcs.pipeline.timing.Quantiles;

/**
 * Difference in the durations of a tick, or of one of its stages.
 *
 * @param what the tick or the name of a stage
 * @param change relative change from base to candidate, by geometric means over paired ticks of
 *     their fastest executions
 * @param floor relative change from base to base in the same session
 * @param slowerShare share of the ticks that take longer on the candidate, the size of the effect
 * @param base durations of the base
 * @param candidate durations of the candidate
 * @param verdict verdict on the difference
 */
public record Difference(
    String what,
    Interval change,
    double floor,
    double slowerShare,
    Quantiles base,
    Quantiles candidate,
    Verdict verdict) {}
