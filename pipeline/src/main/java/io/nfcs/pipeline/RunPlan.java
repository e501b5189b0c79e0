package io.nfcs.pipeline;

import io.nfcs.config.NfcsConfig;
import io.nfcs.journal.JournalSettings;
import io.nfcs.pipeline.ring.RingSettings;
import io.nfcs.pipeline.ring.StageChain;
import io.nfcs.pipeline.ring.TickRunner;
import io.nfcs.pipeline.store.StoreSettings;

/**
 * A configuration with the pipeline's own sections bound.
 *
 * @param config the whole configuration
 * @param run settings of the scenario
 * @param orchestrator schedule of the ticks
 * @param degrade reduction of the workload
 * @param ring threads of the stages
 * @param journal files of the records
 * @param store writing of the tables
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
   * Returns the number of ticks whose snapshots may be in use at once: in the ring, waiting for the
   * store, or being stored.
   */
  int ticksInFlight() {
    return ring.size() + store.fieldQueue() + 1;
  }

  /** Returns a runner of a chain on the threads of section {@code ring}. */
  TickRunner runner(StageChain chain) {
    return TickRunner.of(chain, ring);
  }
}
