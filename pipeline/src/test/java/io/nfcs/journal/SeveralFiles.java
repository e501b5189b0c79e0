package io.nfcs.journal;

import io.nfcs.tick.RandomTicks;
import io.nfcs.tick.SimulatedClock;
import io.nfcs.tick.Tick;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A run whose journal rolls each minute. */
final class SeveralFiles {
  private SeveralFiles() {}

  /** Writes a journal of a number of files, with ticks numbered from 0. */
  static void write(Path folder, JournalSettings settings, long seed, int files, int ticksPerFile) {
    SimulatedClock clock = new SimulatedClock(seed);
    RandomTicks random = new RandomTicks(seed);
    Tick tick = new Tick(RandomTicks.SHAPE);
    try (Journal journal = Journal.open(folder, settings, clock, RandomTicks.SHAPE)) {
      journal.begin(RandomTicks.header(1));
      for (long number = 0; number < (long) files * ticksPerFile; number++) {
        if (number > 0 && number % ticksPerFile == 0) {
          clock.pause(TimeUnit.MINUTES.toNanos(1));
        }
        random.fill(tick, number);
        journal.append(tick);
      }
    }
  }
}
