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
  private static final int TICKS = 20_000;

  @TempDir Path folder;

  /** The next block of a file is mapped once in many ticks; that this costs is known. */
  @Test
  void shouldAllocateNothingPerTickWithinABlock() {
    JournalSettings settings = new JournalSettings(JournalSettings.Roll.DAILY, BLOCK_BYTES, 0, 0);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Tick tick = new Tick(RandomTicks.SHAPE);
    try (Journal journal = Journal.open(folder, settings, TickClock.system(), RandomTicks.SHAPE)) {
      journal.begin(RandomTicks.header(1));
      append(journal, tick, TICKS);
      long before = threads.getCurrentThreadAllocatedBytes();
      append(journal, tick, TICKS);
      assertEquals(0, (threads.getCurrentThreadAllocatedBytes() - before) / TICKS);
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
