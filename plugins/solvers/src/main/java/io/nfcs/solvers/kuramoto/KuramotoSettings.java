package io.nfcs.solvers.kuramoto;

import io.nfcs.config.Setting;
import java.util.List;

/** Section {@code kuramoto}: the oscillators, one per module. */
record KuramotoSettings(
    @Setting(
            doc = "Natural frequencies, one per oscillator",
            unit = "rad/time",
            value = "[2.0, 3.5, 4.0, 6.0, 8.0, 10.0, 12.0, 15.0]",
            min = -1e4,
            max = 1e4)
        List<Double> omega,
    @Setting(
            doc = "Coupling of any two; the parameter kuramoto.coupling multiplies it",
            value = "1.0",
            min = -1000,
            max = 1000)
        double coupling,
    @Setting(doc = "Phase lag of any two", unit = "rad", value = "0.0", min = -6.3, max = 6.3)
        double lag,
    @Setting(doc = "Time step", unit = "time", value = "0.01", min = 1e-6, max = 1) double dt,
    @Setting(doc = "Time steps in a tick", unit = "steps", value = "10", min = 1, max = 10_000)
        int substeps,
    @Setting(
            doc = "Start: oscillator i has the phase i times this",
            unit = "rad",
            value = "0.1",
            min = -6.3,
            max = 6.3)
        double phaseStep) {}
