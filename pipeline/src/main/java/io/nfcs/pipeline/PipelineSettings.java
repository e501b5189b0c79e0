package io.nfcs.pipeline;

import io.nfcs.config.Setting;
import java.util.List;
import java.util.Map;

/** Section {@code pipeline} of the configuration: the stages of a tick and their order. */
record PipelineSettings(
    @Setting(
            doc = "Stages of a tick, each with the stages it runs after; commit comes after all",
            value =
                "{cgl: [], kuramoto: [], esc: [], risk: [cgl, kuramoto], constitution: [risk, esc]}")
        Map<String, List<String>> stages,
    @Setting(doc = "Observers of committed ticks, by name", value = "[]") List<String> observers,
    @Setting(
            doc = "Capacity of the token batch of a tick, and the same for its actions",
            unit = "bytes",
            value = "4KiB",
            min = 0,
            max = 1 << 20)
        int payloadBytes) {}
