package io.nfcs.distribution.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.journal.Keyframe;
import io.nfcs.journal.Keyframes;
import io.nfcs.pipeline.Nfcs;
import io.nfcs.pipeline.SimulatedRun;
import io.nfcs.pipeline.replay.ReplayReport;
import io.nfcs.tick.RunHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that is resumed, in simulated time, has the ticks of one that was not interrupted. */
@Timeout(120)
class ResumptionTest {
  private static final int EVERY = 50;
  private static final NfcsConfig CONFIG =
      NfcsConfig.parse(
              "test",
              "{cgl: {nx: 32, ny: 32}, run: {ticks: 220, drive: [{parameter: kuramoto.coupling,"
                  + " base: 1, amplitude: 1, rate: 0.01}]}}")
          .with("journal.keyframe_ticks", Integer.toString(EVERY));

  @TempDir Path dir;
  private Path journal;
  private Keyframes keyframes;
  private RunHeader header;

  @BeforeEach
  void run() throws InterruptedException {
    header = SimulatedRun.run(dir, CONFIG);
    journal = Journal.folder(dir);
    keyframes = new Keyframes(journal);
  }

  @Test
  void shouldHaveTheTicksOfAnUnbrokenRun(@TempDir Path other) throws InterruptedException {
    SimulatedRun.resume(dir, ticks(250));
    SimulatedRun.resume(dir, ticks(300));
    SimulatedRun.run(other, ticks(300));
    assertEquals(digests(Journal.folder(other)), digests(journal));
    ReplayReport report = Nfcs.replay(dir, done -> {});
    assertTrue(report.holds(), report::toString);
    assertEquals(300, report.equal());
  }

  /** A keyframe that is intact, but not of this run's past. */
  @Test
  void shouldRefuseToGoOnFromAnotherState() throws IOException {
    Keyframe earlier = keyframes.read(header.run(), 150);
    Files.delete(keyframes.file(header.run(), 200));
    keyframes.write(new Keyframe(header.run(), 200, earlier.stages(), earlier.states()));
    List<Long> before = digests(journal);
    ConfigException refused =
        assertThrows(ConfigException.class, () -> SimulatedRun.resume(dir, ticks(250)));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("tick 200 has another digest"),
        refused::toString);
    assertEquals(before, digests(journal));
  }

  /** As if the journal's last ticks had been lost and their keyframe not. */
  @Test
  void shouldForgetKeyframesOfTicksThatAreLost() throws Exception {
    Keyframe earlier = keyframes.read(header.run(), 150);
    keyframes.write(new Keyframe(header.run(), 230, earlier.stages(), earlier.states()));
    SimulatedRun.resume(dir, ticks(240));
    SimulatedRun.resume(dir, ticks(260));
    ReplayReport report = Nfcs.replay(dir, done -> {});
    assertTrue(report.holds(), report::toString);
    assertEquals(260, report.equal());
  }

  private static NfcsConfig ticks(int ticks) {
    return CONFIG.with("run.ticks", Integer.toString(ticks));
  }

  private static List<Long> digests(Path journal) {
    List<Long> digests = new ArrayList<>();
    try (JournalReader reader = new JournalReader(journal)) {
      for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
        if (entry == Entry.TICK) {
          digests.add(reader.tick().digest());
        }
      }
    }
    return digests;
  }
}
