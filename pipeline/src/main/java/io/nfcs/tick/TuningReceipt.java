package io.nfcs.tick;

/**
 * Receipt of a tried change of a setting: the comparison, its result and the decision, with all
 * that is needed to repeat it. It has all that is needed to try it again.
 *
 * @param epochNanos time of the decision
 * @param run run whose ticks were executed
 * @param firstTick the first of its ticks that was executed
 * @param rounds rounds of JVMs
 * @param maxTicks most ticks of the run that were executed
 * @param seed seed of the bootstrap
 * @param isKept whether the change was kept
 * @param low lower end of the interval of the relative change of a tick's time
 * @param estimate estimate of it
 * @param high upper end
 * @param kind of the setting, {@code config} or {@code jvm}
 * @param before the setting before, as it stands in a file
 * @param after the setting that was tried
 * @param reason reason of the trial
 * @param verdict result of the comparison, as a sentence
 */
public record TuningReceipt(
    long epochNanos,
    long run,
    long firstTick,
    int rounds,
    int maxTicks,
    long seed,
    boolean isKept,
    double low,
    double estimate,
    double high,
    String kind,
    String before,
    String after,
    String reason,
    String verdict) {}
