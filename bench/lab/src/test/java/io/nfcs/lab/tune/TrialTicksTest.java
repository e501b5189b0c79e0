package io.nfcs.lab.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nfcs.config.NfcsConfig;
import io.nfcs.pipeline.SimulatedRun;
import io.nfcs.pipeline.replay.Window;
import io.nfcs.tick.RunHeader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TrialTicksTest {
  private static final NfcsConfig CONFIG =
      NfcsConfig.parse(
          "test", "{cgl: {nx: 16, ny: 16}, run: {ticks: 500}, journal: {keyframe_ticks: 50}}");

  @TempDir Path dir;

  @Test
  void shouldTakeTheLastTicksOfProduction() throws Exception {
    RunHeader production = SimulatedRun.run(dir, CONFIG);
    SimulatedRun.run(dir, CONFIG.with("run.ticks", "99"));
    RunHeader measured = SimulatedRun.run(dir, CONFIG);
    TrialTicks ticks = TrialTicks.find(dir, CONFIG, measured.run(), 100);
    assertEquals(new TrialTicks(production.run(), 400), ticks);
    assertEquals(List.of(new Window(400, 499)), ticks.windows(100));
  }

  @Test
  void shouldTakeThoseMeasuredWhereProductionHasOtherStagesOrTooFewTicks() throws Exception {
    SimulatedRun.run(dir, CONFIG.with("pipeline.stages", "{cgl: []}"));
    SimulatedRun.run(dir, CONFIG.with("run.ticks", "99"));
    RunHeader measured = SimulatedRun.run(dir, CONFIG);
    assertEquals(
        new TrialTicks(measured.run(), 0), TrialTicks.find(dir, CONFIG, measured.run(), 100));
  }
}
