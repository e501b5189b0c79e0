package io.nfcs.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.nfcs.tick.RandomTicks;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class JournalAllocationTest {
  private static final int BLOCK_BYTES = 64 << 20;
  private static final int TICKS = 5_000;
  private static final int ROUNDS = 8;

  @TempDir Path folder;

  /**
   * The best of some rounds: a block that is mapped, a compiler that gives up on code and a warning
   * of Chronicle about a slow disk allocate once; allocations of ticks show in every round.
   */
  @Test
  void shouldAllocateNothingPerTickWithinABlock() {
    JournalSettings settings =
        new JournalSettings(JournalSettings.Roll.DAILY, BLOCK_BYTES, 0, 0, 0);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Tick tick = new Tick(RandomTicks.SHAPE);
    try (Journal journal = Journal.open(folder, settings, TickClock.system(), RandomTicks.SHAPE)) {
      journal.begin(RandomTicks.header(1));
      long least = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        append(journal, tick, TICKS);
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      assertEquals(0, least / TICKS);
    }
  }

  private static void append(Journal journal, Tick tick, int ticks) {
    RandomTicks random = new RandomTicks(5);
    random.fill(tick, 0);
    for (int i = 0; i < ticks; i++) {
      journal.append(tick);
    }
  }
}
