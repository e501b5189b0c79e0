package io.nfcs.lab.suite;

import io.nfcs.command.Progress;
import io.nfcs.config.NfcsConfig;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalReader;
import io.nfcs.lab.FreePort;
import io.nfcs.lab.ScratchFolder;
import io.nfcs.lab.statistics.Interval;
import io.nfcs.pipeline.Nfcs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.HdrHistogram.Histogram;

/**
 * Benchmark of the cost of watching a run. In one run, turns in which metrics are scraped each
 * second and the page is open alternate with turns in which nobody looks; the order (watched,
 * alone, alone, watched) lets slow drifts cancel. The interval is of turns drawn again (Efron
 * 1979).
 *
 * <p>The allocation of ticks leaves out emergencies, in which conditions are evaluated again each
 * time.
 */
final class MonitoringBenchmark implements Component {
  private static final double LONGEST_TURN_SECONDS = 6;

  /** Share of a turn that is left out, in which pages open and close. */
  private static final double SETTLE = 1.0 / 6;

  private static final boolean[] ORDER = {true, false, false, true};
  private static final int RESAMPLES = 2000;
  private static final double P99 = 99;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double PER_CENT = 100;

  @Override
  public String name() {
    return "monitoring";
  }

  @Override
  public String shows() {
    return "cost of a scrape a second and an open page for the ticks of a run";
  }

  @Override
  public boolean isEnabled(BenchSettings settings) {
    return settings.monitoringBenchmarks().enabled();
  }

  @Override
  public double seconds(BenchSettings settings) {
    BenchSettings.Monitoring own = settings.monitoringBenchmarks();
    return own.warmUp() + own.testDuration();
  }

  @Override
  public List<Measurement> run(SuiteContext context, Progress progress)
      throws IOException, InterruptedException {
    BenchSettings.Monitoring settings = context.settings().monitoringBenchmarks();
    double seconds = settings.testDuration();
    int port = FreePort.find();
    NfcsConfig config =
        context
            .config()
            .with("orchestrator.hz", Double.toString(settings.hz()))
            .with("monitor.port", Integer.toString(port))
            .with("grid.thin_client_port", "0");
    List<Turn> turns = new ArrayList<>();
    try (ScratchFolder folder = ScratchFolder.create()) {
      try (Nfcs nfcs =
              Nfcs.start(
                  new Nfcs.Context().config(config).observe("monitor").dataDir(folder.path()));
          Onlooker onlooker = Onlooker.start(port, settings.idlePages())) {
        TickThreads threads = TickThreads.find();
        double rounds = Math.ceil(seconds / LONGEST_TURN_SECONDS / ORDER.length);
        int number = ORDER.length * (int) rounds;
        progress.at(0, "warming up");
        turn(nfcs, threads, onlooker, true, settings.warmUp());
        Progress measuring = progress.part(settings.warmUp() / seconds(context.settings()), 1);
        for (int i = 0; i < number; i++) {
          measuring.at((double) i / number, "turn " + (i + 1) + " of " + number);
          turns.add(turn(nfcs, threads, onlooker, ORDER[i % ORDER.length], seconds / number));
        }
        onlooker.rest();
        nfcs.stop();
      }
      try (JournalReader reader = new JournalReader(Journal.folder(folder.path()))) {
        reader.ticks(Turn.reading(turns));
      }
    }
    return measurements(turns, context.settings().goals().monitoringCost());
  }

  private static Turn turn(
      Nfcs nfcs, TickThreads threads, Onlooker onlooker, boolean isWatched, double seconds)
      throws IOException, InterruptedException {
    if (isWatched) {
      onlooker.look();
    } else {
      onlooker.rest();
    }
    long nanos = Math.round(seconds * NANOS_PER_SECOND);
    long settlingNanos = Math.round(SETTLE * nanos);
    nfcs.await(Duration.ofNanos(settlingNanos));
    Turn turn = new Turn(isWatched);
    turn.last(nfcs, threads, nanos - settlingNanos);
    return turn;
  }

  private static List<Measurement> measurements(List<Turn> turns, double limit) {
    List<Turn> watched = turns.stream().filter(Turn::isWatched).toList();
    List<Turn> alone = turns.stream().filter(turn -> !turn.isWatched()).toList();
    Interval cost = cost(watched, alone);
    return List.of(
        Measurement.of("tick_p99_alone", p99(alone) / NANOS_PER_MILLI, "ms"),
        Measurement.of("tick_p99_watched", p99(watched) / NANOS_PER_MILLI, "ms"),
        Measurement.of("tick_p99_cost", cost.estimate(), "%"),
        Measurement.of("tick_p99_cost_low", cost.low(), "%")
            // few ticks must not raise an alarm
            .goal(Bound.atMost(PER_CENT * limit)),
        Measurement.of("tick_p99_cost_high", cost.high(), "%"),
        Measurement.of("allocation_per_tick_alone", allocatedPerTick(alone), "bytes"),
        Measurement.of("allocation_per_tick_watched", allocatedPerTick(watched), "bytes"),
        Measurement.of("ticks_alone", (double) all(alone).getTotalCount(), "ticks"),
        Measurement.of("ticks_watched", (double) all(watched).getTotalCount(), "ticks"));
  }

  private static Interval cost(List<Turn> watched, List<Turn> alone) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    double[] costs = new double[RESAMPLES];
    Arrays.setAll(costs, _ -> cost(p99(drawn(watched, random)), p99(drawn(alone, random))));
    Arrays.sort(costs);
    return new Interval(
        costs[(int) (0.025 * RESAMPLES)],
        cost(p99(watched), p99(alone)),
        costs[(int) (0.975 * RESAMPLES)]);
  }

  private static double cost(double watched, double alone) {
    return PER_CENT * (watched / alone - 1);
  }

  private static List<Turn> drawn(List<Turn> turns, RandomGenerator random) {
    List<Turn> drawn = new ArrayList<>();
    for (int i = 0; i < turns.size(); i++) {
      drawn.add(turns.get(random.nextInt(turns.size())));
    }
    return drawn;
  }

  private static double p99(List<Turn> turns) {
    return all(turns).getValueAtPercentile(P99);
  }

  private static double allocatedPerTick(List<Turn> turns) {
    return (double) Turn.ordinaryBytes(turns) / Math.max(1, Turn.ordinaryTicks(turns));
  }

  private static Histogram all(List<Turn> turns) {
    Histogram all = new Histogram(Turn.HIGHEST_NANOS, 3);
    turns.forEach(turn -> all.add(turn.ticks()));
    return all;
  }
}
