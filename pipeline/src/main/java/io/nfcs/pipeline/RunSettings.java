package io.nfcs.pipeline;

import io.nfcs.config.Setting;
import java.util.List;

/** Section {@code run} of the configuration: settings of a scenario. */
record RunSettings(
    @Setting(doc = "Ticks to run, 0 for no end", unit = "ticks", value = "0", min = 0, max = 1e15)
        long ticks,
    @Setting(
            doc = "Parameters driven from outside: base + amplitude * sin(rate * tick)",
            value = "[]")
        List<Wave> drive) {

  /** A parameter that oscillates. */
  record Wave(
      @Setting(doc = "Name of the parameter, such as kuramoto.coupling") String parameter,
      @Setting(doc = "Mean value", min = -1e6, max = 1e6) double base,
      @Setting(doc = "Largest deviation from the mean", value = "0", min = -1e6, max = 1e6)
          double amplitude,
      @Setting(doc = "Angular rate", unit = "rad/tick", value = "0", min = -1e6, max = 1e6)
          double rate) {}
}
