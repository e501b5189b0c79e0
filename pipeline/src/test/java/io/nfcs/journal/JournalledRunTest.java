package io.nfcs.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.ConfigException;
import io.nfcs.tick.RandomTicks;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JournalledRunTest {
  private static final JournalSettings SETTINGS =
      new JournalSettings(JournalSettings.Roll.DAILY, 65536, 0, 0, 0);

  @TempDir Path folder;

  @Test
  void shouldTakeTheRunOfWhichMostCanBeExecutedAgain() {
    write(1, 5, 40);
    write(2, 0, 20);
    write(3, 0, 7);
    assertEquals(
        List.of(
            new JournalledRun(1, 35, 0, 0, 39),
            new JournalledRun(2, 20, 20, 20, 19),
            new JournalledRun(3, 7, 7, 7, 6)),
        JournalledRun.all(folder));
    assertEquals(2, JournalledRun.longest(folder).run());
    assertEquals(7, JournalledRun.named(folder, 3).ticks());
  }

  @Test
  void shouldTakeARunThatCanBeEnteredAtAKeyframe() throws IOException {
    write(1, 5, 40);
    write(2, 0, 20);
    new Keyframes(folder).write(new Keyframe(1, 12, List.of(), List.of()));
    assertEquals(28, JournalledRun.named(folder, 1).executable());
    assertEquals(1, JournalledRun.longest(folder).run());
  }

  @Test
  void shouldNameTheRunsThereAre() {
    write(1, 5, 40);
    write(2, 0, 20);
    ConfigException failure =
        assertThrows(ConfigException.class, () -> JournalledRun.named(folder, 9));
    String unknown = String.valueOf(failure.getMessage());
    assertTrue(
        unknown.endsWith("does not have run 9; allowed is 1 (35 ticks), 2 (20 ticks)"), unknown);
  }

  private void write(long run, long from, long to) {
    RandomTicks random = new RandomTicks(run);
    try (Journal journal = Journal.open(folder, SETTINGS, TickClock.system(), RandomTicks.SHAPE)) {
      journal.begin(RandomTicks.header(run));
      Tick tick = new Tick(RandomTicks.SHAPE);
      for (long number = from; number < to; number++) {
        random.fill(tick, number);
        journal.append(tick);
      }
    }
  }
}
