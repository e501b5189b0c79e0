package io.nfcs.pipeline;

import io.nfcs.config.NfcsConfig;
import io.nfcs.journal.JournalSettings;
import io.nfcs.pipeline.ring.RingSettings;
import io.nfcs.pipeline.ring.StageChain;
import io.nfcs.pipeline.ring.TickRunner;
import io.nfcs.pipeline.schedule.DegradeSettings;
import io.nfcs.pipeline.store.StoreSettings;

/**
 * A configuration with the pipeline's own sections bound.
 *
 * @param config all of it
 * @param run what the scenario sets
 * @param orchestrator when ticks happen
 * @param degrade how the loop does with less
 * @param ring how they get to the stages
 * @param journal where they are recorded
 * @param store how they get to the tables
 */
record RunPlan(
    NfcsConfig config,
    RunSettings run,
    OrchestratorSettings orchestrator,
    DegradeSettings degrade,
    RingSettings ring,
    JournalSettings journal,
    StoreSettings store) {

  static RunPlan of(NfcsConfig config) {
    return new RunPlan(
        config,
        config.section("run", RunSettings.class),
        config.section("orchestrator", OrchestratorSettings.class),
        config.section("degrade", DegradeSettings.class),
        config.section("ring", RingSettings.class),
        config.section("journal", JournalSettings.class),
        config.section("store", StoreSettings.class));
  }

  /**
   * Ticks whose snapshots may be in use at once: in the ring, waiting for the store, in its hand.
   */
  int ticksInFlight() {
    return ring.size() + store.fieldQueue() + 1;
  }

  /** Runs ticks through a chain on the threads of section {@code ring}. */
  TickRunner runner(StageChain chain) {
    return TickRunner.of(chain, ring);
  }
}
