package io.nfcs.pipeline;

import io.nfcs.config.NfcsConfig;
import io.nfcs.pipeline.timing.Instruments;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Run contexts for tests of parts of the loop: nothing is driven, observed or resumed. */
final class TestRuns {
  private TestRuns() {}

  static RunContext of(String config, Instruments instruments) {
    return of(RunPlan.of(NfcsConfig.parse("test", config)), instruments);
  }

  /** Returns a value as a configuration has it. */
  static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static RunContext of(RunPlan plan, Instruments instruments) {
    return new RunContext(plan, Path.of("."), List.of(), _ -> (_, _) -> {}, false, instruments);
  }
}
