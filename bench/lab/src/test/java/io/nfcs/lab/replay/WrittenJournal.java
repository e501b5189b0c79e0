package io.nfcs.lab.replay;

import io.nfcs.config.NfcsConfig;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalSettings;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.StageStatus;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickShape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Journals with the times and machines that a test sets. */
final class WrittenJournal {
  private static final TickShape SHAPE = new TickShape(List.of("one", "two"), List.of(), 0);

  private WrittenJournal() {}

  /** Writes runs of two stages that take a millisecond each, the second {@code factor} times it. */
  static Path write(Path data, String cpu, int runs, int ticks, double factor) {
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(data.getFileName().hashCode());
    SteppedClock clock = new SteppedClock();
    JournalSettings settings =
        NfcsConfig.parse("defaults", "").section("journal", JournalSettings.class);
    try (Journal out = Journal.open(Journal.folder(data), settings, clock, SHAPE)) {
      Tick tick = new Tick(SHAPE);
      for (int run = 1; run <= runs; run++) {
        out.begin(new RunHeader(run, 0, 0, 100_000_000, SHAPE, "", "test", Map.of("cpu", cpu)));
        for (int number = 0; number < ticks; number++) {
          long wakeup = clock.now;
          long first = Math.round(1e6 * (1 + 0.02 * random.nextGaussian()));
          long second = Math.round(1e6 * factor * (1 + 0.02 * random.nextGaussian()));
          tick.begin(number, wakeup, wakeup, 0);
          tick.stage(0, StageStatus.OK, wakeup, wakeup + first);
          tick.stage(1, StageStatus.OK, wakeup + first, wakeup + first + second);
          clock.now += first + second;
          out.append(tick);
          clock.now += 1_000_000;
        }
      }
    }
    return data;
  }

  /** A clock that stands still except for the time that the test adds. */
  private static final class SteppedClock implements TickClock {
    private long now;

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public void parkNanos(long nanos) {}

    @Override
    public void spin() {}
  }
}
