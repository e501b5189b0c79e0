package io.nfcs.journal;

import io.nfcs.tick.RandomTicks;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import java.nio.file.Path;

/** A process that appends ticks until it is killed. */
final class Appender {
  private Appender() {}

  public static void main(String[] arguments) {
    JournalSettings settings = new JournalSettings(JournalSettings.Roll.HOURLY, 1 << 20, 0, 0, 0);
    Journal journal =
        Journal.open(Path.of(arguments[0]), settings, TickClock.system(), RandomTicks.SHAPE);
    journal.begin(RandomTicks.header(Long.parseLong(arguments[1])));
    RandomTicks random = new RandomTicks(Long.parseLong(arguments[1]));
    Tick tick = new Tick(RandomTicks.SHAPE);
    for (long number = 0; ; number++) {
      random.fill(tick, number);
      journal.append(tick);
      if (number == 0) {
        System.out.println("appending");
      }
    }
  }
}
