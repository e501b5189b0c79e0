package io.nfcs.lab.tune;

import io.nfcs.config.Setting;

/** Section {@code tune}: changes a tuner may make, and the proof they need. */
record TuneSettings(
    @Setting(
            doc = "Time that is measured before anything is proposed",
            unit = "s",
            value = "30",
            min = 1,
            max = 86_400)
        double seconds,
    @Setting(doc = "Rounds of JVMs in which a change is tried", value = "5", min = 3, max = 1000)
        int rounds,
    @Setting(
            doc = "Most ticks that are executed to try it",
            unit = "ticks",
            value = "300",
            min = 100,
            max = 1_000_000)
        int maxTicks,
    @Setting(
            doc = "Smallest share of a tick's time that must be saved",
            value = "0.03",
            min = 0.001,
            max = 1)
        double threshold,
    @Setting(
            doc = "Most changes that are tried; one at most is kept",
            value = "3",
            min = 1,
            max = 100)
        int maxTrials,
    @Setting(
            doc = "Largest near tier of a cache",
            unit = "bytes",
            value = "1GiB",
            min = 1 << 20,
            max = 1L << 50)
        long maxNearBytes,
    @Setting(
            doc = "Largest tier of a cache in a region of the node",
            unit = "bytes",
            value = "1GiB",
            min = 1 << 20,
            max = 1L << 50)
        long maxRegionBytes,
    @Setting(
            doc = "Longest spin before a deadline",
            unit = "us",
            value = "2000",
            min = 0,
            max = 100_000)
        int maxSpinMicros,
    @Setting(
            doc = "Frames of the field below which a coarser grid is proposed",
            unit = "1/s",
            value = "30",
            min = 0,
            max = 1e9)
        double cglTargetFps) {}
