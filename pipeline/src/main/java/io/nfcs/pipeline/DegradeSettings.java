package io.nfcs.pipeline;

import io.nfcs.config.Setting;
import io.nfcs.tick.DegradeStep;
import java.util.List;

/**
 * Section {@code degrade}: reduction of the workload, where {@code orchestrator.overrun} says so.
 */
record DegradeSettings(
    @Setting(
            doc =
                "Steps in the order in which they are taken: fewer-substeps (half as many, twice as"
                    + " long), coarser-grid (half as many cells along each axis), cached-answers"
                    + " (token batches answered from the cache)",
            value = "[cached-answers, fewer-substeps, coarser-grid]")
        List<DegradeStep> steps,
    @Setting(
            doc = "Share of the period taken by the stages above which the next step is taken",
            value = "0.8",
            min = 0.01,
            max = 10)
        double highLoad,
    @Setting(
            doc =
                "Consecutive ticks above high_load, or periods without a finished tick, before a step",
            unit = "ticks",
            value = "3",
            min = 1,
            max = 10_000)
        int highTicks,
    @Setting(
            doc = "Share of the period below which the last step is taken back",
            value = "0.4",
            min = 0,
            max = 10)
        double lowLoad,
    @Setting(
            doc = "Consecutive ticks below low_load before the last step is taken back",
            unit = "ticks",
            value = "50",
            min = 1,
            max = 1_000_000)
        int lowTicks,
    @Setting(
            doc =
                "A step taken again soon after its return lasts twice as long each time, up to this"
                    + " number of ticks",
            unit = "ticks",
            value = "3000",
            min = 1,
            max = 1_000_000)
        int maxLowTicks) {

  /** Refuses limits without room between them and steps named twice. */
  public DegradeSettings {
    if (!(lowLoad < highLoad)) {
      throw new IllegalArgumentException(
          "low_load " + lowLoad + " is not below high_load " + highLoad);
    }
    if (lowTicks > maxLowTicks) {
      throw new IllegalArgumentException(
          "low_ticks " + lowTicks + " is more than max_low_ticks " + maxLowTicks);
    }
    if (steps.stream().distinct().count() != steps.size()) {
      throw new IllegalArgumentException("steps: named twice in " + steps);
    }
  }
}
