package io.nfcs.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.fork.ForkedJvm;
import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.tick.RandomTicks;
import io.nfcs.tick.Tick;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills of a process that appends as fast as it can, so that a kill falls into a record; the next
 * process continues after it.
 */
@Tag("slow")
class JournalKillTest {
  private static final long SEED = Long.getLong("nfcs.seed", 4711);

  @TempDir Path folder;

  @Test
  @Timeout(120)
  void shouldKeepEveryCompleteRecordOverThreeKills() throws Exception {
    kill(3);
  }

  @Test
  @Tag("torture")
  @Timeout(900)
  void shouldKeepEveryCompleteRecordOverThirtyKills() throws Exception {
    kill(30);
  }

  private void kill(int kills) throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    for (long run = 1; run <= kills; run++) {
      appendAndKill(run, random.nextLong(300));
      String context = "seed " + SEED + ", run " + run;
      JournalCheck check = JournalCheck.of(folder);
      assertTrue(check.isComplete(), () -> context + check);
      assertEquals(run, check.runs(), context);
      assertEquals(check.records(), read(run, context), context);
    }
  }

  private void appendAndKill(long run, long millis) throws IOException, InterruptedException {
    Process process =
        ForkedJvm.of(
                Appender.class.getName(),
                List.of("-Xms64m", "-Xmx128m"),
                folder.toString(),
                Long.toString(run))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader output = process.inputReader()) {
      assertEquals("appending", output.readLine());
      process.waitFor(millis, TimeUnit.MILLISECONDS);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** Reads all, compares each tick with the one that was appended, and counts. */
  private long read(long runs, String context) {
    long records = 0;
    long run = 0;
    RandomTicks random = new RandomTicks(0);
    Tick expected = new Tick(RandomTicks.SHAPE);
    long number = 0;
    try (JournalReader reader = new JournalReader(folder)) {
      for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
        assertNull(reader.damage(), context);
        if (entry == Entry.RUN) {
          run = reader.run().run();
          random = new RandomTicks(run);
          number = 0;
          continue;
        }
        random.fill(expected, number);
        assertEquals(number++, reader.tick().number(), context);
        assertEquals(expected.digest(), reader.tick().digest(), context);
        records++;
      }
    }
    assertEquals(runs, run, context);
    return records;
  }
}
