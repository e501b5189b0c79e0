package io.nfcs.pipeline;

import io.nfcs.config.Setting;
import io.nfcs.tick.OverrunPolicy;

/** Section {@code orchestrator}: schedule of the ticks. */
public record OrchestratorSettings(
    @Setting(
            doc = "Ticks a second, on an absolute schedule",
            unit = "Hz",
            value = "10.0",
            min = 0.1,
            max = 1000)
        double hz,
    @Setting(
            doc =
                "Policy for missed periods: skip (drop them all, wait for the next), run-once"
                    + " (one tick at once for all), burst (make up for the newest) or degrade (as"
                    + " skip, and the stages reduce their workload; see section degrade)",
            value = "skip")
        OverrunPolicy overrun,
    @Setting(
            doc = "Most missed periods that burst makes up for",
            unit = "ticks",
            value = "5",
            min = 1,
            max = 10_000)
        int burstLimit,
    @Setting(
            doc = "Time before a deadline in which the wait spins instead of parking",
            unit = "us",
            value = "300",
            min = 0,
            max = 100_000)
        int spinWindowMicros,
    @Setting(
            doc = "Ticks run on throwaway stages before the first tick, to compile the code",
            unit = "ticks",
            value = "150",
            min = 0,
            max = 1_000_000)
        int warmupTicks) {}
