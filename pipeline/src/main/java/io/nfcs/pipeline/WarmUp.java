package io.nfcs.pipeline;

import io.nfcs.tick.TickInput;
import io.nfcs.tick.TickSink;

/**
 * Runs stages of the same configuration before the first tick, so that the loop starts with
 * compiled code: the first ticks of a cold JVM take a hundred times as long as all later ones.
 *
 * <p>The stages are of its own and thrown away; the run's stages and their state are not touched.
 */
final class WarmUp {
  private static final TickSink NOWHERE = tick -> {};

  private WarmUp() {}

  static void run(RunPlan plan) {
    int ticks = plan.orchestrator().warmupTicks();
    if (ticks == 0) {
      return;
    }
    try (ThrowawayStages stages = ThrowawayStages.open(plan.config(), NOWHERE)) {
      TickInput input = stages.initialInput();
      for (int tick = 0; tick < ticks; tick++) {
        stages.offer(tick, 0, 0, 0, input);
      }
    }
  }
}
