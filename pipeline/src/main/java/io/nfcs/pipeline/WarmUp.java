package io.nfcs.pipeline;

import io.nfcs.tick.TickInput;
import io.nfcs.tick.TickSink;

/**
 * Warm-up of the loop: runs stages of the same configuration before the first tick, since the first
 * ticks of a cold JVM take a hundred times as long as later ones.
 *
 * <p>The warm-up has its own stages and does not touch those of the run.
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
