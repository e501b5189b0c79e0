package io.nfcs.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.tick.RandomTicks;
import io.nfcs.tick.SimulatedClock;
import io.nfcs.tick.Tick;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reading of a journal while another thread appends as fast as it can, over many files. */
@Timeout(120)
class JournalLiveTest {
  private static final long SEED = 5;
  private static final int TICKS = 30_000;
  private static final int TICKS_PER_FILE = 700;
  private static final JournalSettings SETTINGS =
      new JournalSettings(JournalSettings.Roll.MINUTELY, 65536, 0, 0, 0);

  @TempDir Path folder;

  @Test
  void shouldReadEveryTickOnceAndWholeWhileItIsAppended() throws InterruptedException {
    SimulatedClock clock = new SimulatedClock(SEED);
    try (Journal journal = Journal.open(folder, SETTINGS, clock, RandomTicks.SHAPE);
        JournalReader reader = new JournalReader(folder)) {
      journal.begin(RandomTicks.header(1));
      Thread appender = new Thread(() -> append(journal, clock), "appender");
      appender.start();
      RandomTicks random = new RandomTicks(SEED);
      Tick expected = new Tick(RandomTicks.SHAPE);
      long number = 0;
      while (number < TICKS) {
        Entry entry = reader.next();
        if (entry == Entry.END) {
          Thread.onSpinWait();
          continue;
        }
        assertNull(reader.damage(), () -> reader.position().toString());
        if (entry == Entry.TICK) {
          random.fill(expected, number);
          assertEquals(number++, reader.tick().number());
          assertEquals(expected.digest(), reader.tick().digest());
        }
      }
      appender.join();
      assertEquals(Entry.END, reader.next());
    }
  }

  private static void append(Journal journal, SimulatedClock clock) {
    RandomTicks random = new RandomTicks(SEED);
    Tick tick = new Tick(RandomTicks.SHAPE);
    for (long number = 0; number < TICKS; number++) {
      if (number % TICKS_PER_FILE == TICKS_PER_FILE - 1) {
        clock.pause(TimeUnit.MINUTES.toNanos(1));
      }
      random.fill(tick, number);
      journal.append(tick);
    }
  }
}
