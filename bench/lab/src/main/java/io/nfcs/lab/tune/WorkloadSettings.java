package io.nfcs.lab.tune;

import io.nfcs.config.Setting;

/**
 * Section {@code workload}: stage {@code workload}, which reads solutions from a cache in each
 * tick.
 */
record WorkloadSettings(
    @Setting(doc = "Solutions read in a tick", value = "20", min = 0, max = 100_000) int reads,
    @Setting(doc = "Different solutions", value = "500", min = 1, max = 1_000_000) int keys,
    @Setting(
            doc = "Exponent of their popularity, which is Zipf's",
            value = "0.8",
            min = 0.01,
            max = 10)
        double skew,
    @Setting(
            doc = "Cells of a solution along each axis",
            powerOfTwo = true,
            unit = "cells",
            value = "32",
            min = 16,
            max = 2048)
        int grid,
    @Setting(doc = "Time steps of a solution", unit = "steps", value = "10", min = 1, max = 100_000)
        int steps,
    @Setting(
            doc = "Seed of the order in which they are read",
            value = "42",
            min = Long.MIN_VALUE,
            max = Long.MAX_VALUE)
        long seed) {}
