package io.nfcs.pipeline;

import io.nfcs.config.ConfigException;
import io.nfcs.tick.InputSource;
import io.nfcs.tick.TickInput;
import io.nfcs.tick.TickShape;
import java.util.List;

/**
 * Inputs of a scenario: every driven parameter is base + amplitude * sin(rate * tick).
 *
 * <p>The values are journalled as inputs, so a replay reads them instead of computing them.
 * <b>Allocates</b> only when made. <b>Fails</b>, when made, with a {@link ConfigException} on a
 * parameter that no stage has.
 */
final class DrivenInputs implements InputSource {
  private final RunSettings.Wave[] waves;
  private final int[] parameters;

  DrivenInputs(List<RunSettings.Wave> drive, TickShape shape) {
    waves = drive.toArray(RunSettings.Wave[]::new);
    try {
      parameters = drive.stream().mapToInt(wave -> shape.parameter(wave.parameter())).toArray();
    } catch (IllegalArgumentException refused) {
      throw new ConfigException("run.drive: " + refused.getMessage());
    }
  }

  @Override
  public void fill(long number, TickInput input) {
    for (int i = 0; i < waves.length; i++) {
      RunSettings.Wave wave = waves[i];
      // StrictMath would allocate; the last digit may differ on another processor
      input.parameter(
          parameters[i], wave.base() + wave.amplitude() * Math.sin(wave.rate() * number));
    }
  }
}
