package io.nfcs.pipeline.timing;

import io.nfcs.config.Setting;

/** Section {@code sampling}: timing of operations while the loop runs. */
record SamplingSettings(
    @Setting(doc = "Whether operations are timed while the loop runs", value = "true")
        boolean continuousMonitoring,
    @Setting(
            doc = "Share of the operations that are timed, each chosen at random",
            value = "0.1",
            min = 0,
            max = 1)
        double sampleRate) {

  double share() {
    return continuousMonitoring ? sampleRate : 0;
  }
}
