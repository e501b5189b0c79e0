package io.nfcs.lab.replay;

import io.nfcs.config.ConfigException;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.lab.Conditions;
import io.nfcs.lab.replay.Comparison.Settings;
import io.nfcs.pipeline.replay.ReplayReport.Divergence;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a journal with their recorded times, to be compared with those of another journal:
 * first with first, second with second, and so on.
 *
 * <p>Nothing is executed, so conditions must be the same, and the variation between runs is known
 * only if there are several.
 */
final class RecordedRuns {
  private static final double CONFIDENCE = 0.95;
  private static final int MAX_TICKS = 100_000;

  private RecordedRuns() {}

  /**
   * Compares two journals as they are.
   *
   * @param base folder of the base
   * @param candidate folder of the candidate
   * @param threshold smallest relative change that matters
   * @param samplesDir folder for raw samples, {@code null} for none
   * @throws ConfigException if a journal has no run with its first tick
   */
  public static Comparison compare(
      Path base, Path candidate, double threshold, @Nullable Path samplesDir) throws IOException {
    List<Run> left = read(base);
    List<Run> right = read(candidate);
    int pairs = Math.min(left.size(), right.size());
    Divergence divergence = null;
    List<Round> rounds = new ArrayList<>();
    int ticks = Integer.MAX_VALUE;
    for (int pair = 0; pair < pairs; pair++) {
      ticks = Math.min(ticks, Math.min(left.get(pair).ticks, right.get(pair).ticks));
    }
    for (int pair = 0; pair < pairs; pair++) {
      Run one = left.get(pair);
      Run other = right.get(pair);
      int at = one.firstDifference(other, ticks);
      if (at >= 0 && divergence == null) {
        divergence = new Divergence(one.header.run(), at, "digest");
      }
      rounds.add(
          new Round(List.of(List.of(one.times(ticks))), List.of(List.of(other.times(ticks)))));
    }
    Map<String, String> baseEnvironment = left.getFirst().header.environment();
    Map<String, String> candidateEnvironment = right.getFirst().header.environment();
    Map<String, String> mismatches =
        Conditions.mismatches(baseEnvironment, candidateEnvironment, Set.of());
    Samples samples = new Samples(rounds, left.getFirst().header.shape().stages());
    Settings settings =
        new Settings(
            left.getFirst().header.run(),
            List.of(),
            ticks,
            pairs,
            samples.measuredTicks(),
            threshold,
            CONFIDENCE,
            "live",
            false);
    if (divergence != null || !mismatches.isEmpty()) {
      return Comparison.withoutTimes(
          divergence, mismatches, settings, baseEnvironment, candidateEnvironment);
    }
    if (samplesDir != null) {
      RawSamples.write(samples, samplesDir);
    }
    return new Judge(samples, settings, 1).judge(baseEnvironment, candidateEnvironment);
  }

  private static List<Run> read(Path dir) {
    List<Run> runs = new ArrayList<>();
    try (JournalReader reader = new JournalReader(Journal.existingFolder(dir))) {
      for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
        if (entry == Entry.RUN
            && (runs.isEmpty() || runs.getLast().header.run() != reader.run().run())) {
          runs.add(new Run(reader.run()));
        } else if (entry == Entry.TICK && reader.damage() == null) {
          runs.getLast().add(reader.tick());
        }
      }
    }
    runs.removeIf(run -> run.ticks == 0);
    if (runs.isEmpty()) {
      throw new ConfigException(dir + ": the journal holds no run that is there from its start");
    }
    return runs;
  }

  /** A run, tick by tick from its first. */
  private static final class Run {
    private final RunHeader header;
    private final List<PassTimes> times = new ArrayList<>();
    private final List<Long> digests = new ArrayList<>();
    private int ticks;

    Run(RunHeader header) {
      this.header = header;
    }

    void add(Tick tick) {
      if (tick.number() == ticks && ticks < MAX_TICKS) {
        PassTimes row = new PassTimes(1, tick.stageCount());
        row.record(tick, 0);
        times.add(row);
        digests.add(tick.digest());
        ticks++;
      }
    }

    PassTimes times(int count) {
      return PassTimes.concat(times.subList(0, count));
    }

    int firstDifference(Run other, int count) {
      for (int tick = 0; tick < count; tick++) {
        if (!digests.get(tick).equals(other.digests.get(tick))) {
          return tick;
        }
      }
      return -1;
    }
  }
}
