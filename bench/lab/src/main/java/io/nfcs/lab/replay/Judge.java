package io.nfcs.lab.replay;

import io.nfcs.command.Counted;
import io.nfcs.lab.replay.Comparison.Settings;
import io.nfcs.lab.statistics.ForkedMean;
import io.nfcs.lab.statistics.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Verdicts on samples: the tick is judged by an interval of the requested confidence, the stages by
 * intervals that all hold together with it (Bonferroni).
 */
final class Judge {
  /** Fewest different ticks that say much of others, however often they are repeated. */
  static final int MIN_TICKS = 100;

  /** Fewest rounds that say much of the differences between JVMs. */
  static final int MIN_ROUNDS = 3;

  private final Samples samples;
  private final Settings settings;
  private final double threshold;
  private final long seed;

  Judge(Samples samples, Settings settings, long seed) {
    this.samples = samples;
    this.settings = settings;
    this.seed = seed;
    threshold = Math.log1p(settings.threshold());
  }

  Comparison judge(Map<String, String> baseEnvironment, Map<String, String> candidateEnvironment) {
    int column = settings.isFromIntendedStart() ? PassTimes.INTENDED : PassTimes.TICK;
    Difference tick = difference("tick", column, settings.confidence());
    int count = samples.stages().size();
    double together = 1 - (1 - settings.confidence()) / Math.max(1, count);
    List<Difference> stages =
        IntStream.range(0, count)
            .mapToObj(stage ->
                difference(samples.stages().get(stage), PassTimes.FIRST_STAGE + stage, together))
            .toList();
    long more = tick.verdict() == Verdict.INCONCLUSIVE ? ticksMore(tick) : 0;
    return new Comparison(
        tick.verdict(),
        sentence(tick, stages, more),
        more,
        tick,
        stages,
        samples.latencies(),
        null,
        Map.of(),
        settings,
        baseEnvironment,
        candidateEnvironment,
        Plots.of(samples));
  }

  private Difference difference(String what, int column, double confidence) {
    double[][] logRatios = samples.logRatios(column);
    Interval interval = ForkedMean.of(logRatios, confidence, seed);
    double floor = samples.floor(column);
    return new Difference(
        what,
        interval.map(Math::expm1),
        Math.expm1(floor),
        slowerShare(logRatios),
        samples.quantiles(Samples.BASE, column),
        samples.quantiles(Samples.CANDIDATE, column),
        enough() ? Verdict.of(interval, floor, threshold) : Verdict.INCONCLUSIVE);
  }

  private boolean enough() {
    return samples.ticks() >= MIN_TICKS && samples.rounds().size() >= MIN_ROUNDS;
  }

  private static double slowerShare(double[][] logRatios) {
    int ticks = logRatios[0].length;
    long slower =
        IntStream.range(0, ticks)
            .filter(tick ->
                IntStream.range(0, logRatios.length).mapToDouble(r -> logRatios[r][tick]).sum() > 0)
            .count();
    return (double) slower / ticks;
  }

  /**
   * Returns the ticks still needed for a narrow enough interval, whose width shrinks with their
   * square root.
   */
  private long ticksMore(Difference tick) {
    int rounds = samples.rounds().size();
    long perRound = samples.measuredTicks() / rounds;
    if (samples.ticks() < MIN_TICKS) {
      return (MIN_TICKS - samples.ticks()) * perRound / samples.ticks() * rounds;
    }
    if (rounds < MIN_ROUNDS) {
      return (MIN_ROUNDS - rounds) * perRound;
    }
    Interval log = tick.change().map(Math::log1p);
    double size = Math.abs(log.estimate());
    double wanted = Math.max(size >= threshold ? size : threshold - size, threshold / 2);
    double times = log.halfWidth() / wanted;
    return perRound * (long) Math.max(1, Math.ceil(rounds * (times * times - 1)));
  }

  private String sentence(Difference tick, List<Difference> stages, long more) {
    String what = settings.isFromIntendedStart() ? "a tick from its intended start" : "a tick";
    String change = what + " takes " + percent(tick.change());
    String notable = notable(stages);
    return switch (tick.verdict()) {
      case BETTER -> "better: " + change + notable;
      case WORSE -> "worse: " + change + notable;
      case SAME -> "same: " + change + ", which is within " + share(settings.threshold()) + notable;
      case INCONCLUSIVE, INCOMPARABLE -> "inconclusive: " + change + ", " + reason(more) + notable;
    };
  }

  private String reason(long more) {
    if (samples.ticks() < MIN_TICKS) {
      return "but of "
          + Counted.of(samples.ticks(), "tick")
          + " only; record "
          + (MIN_TICKS - samples.ticks())
          + " more at least";
    }
    int rounds = samples.rounds().size();
    String rest =
        String.format(
            Locale.ROOT,
            "about %s more (%s) would settle it",
            Counted.of(more, "measured tick"),
            Counted.of(Math.max(1, more * rounds / samples.measuredTicks()), "round"));
    return rounds < MIN_ROUNDS
        ? "but in " + Counted.of(rounds, "JVM") + " only; " + rest
        : "which does not settle whether it is within " + share(settings.threshold()) + "; " + rest;
  }

  /** Returns the stages whose own difference matters, the largest first. */
  private static String notable(List<Difference> stages) {
    List<Difference> changed = new ArrayList<>(stages);
    changed.removeIf(s -> s.verdict() != Verdict.WORSE && s.verdict() != Verdict.BETTER);
    changed.sort(Comparator.comparingDouble(Judge::weight).reversed());
    return changed.isEmpty()
        ? ""
        : "; changed: "
            + changed.stream()
                .map(s -> "stage " + s.what() + " " + percent(s.change()))
                .collect(Collectors.joining(", "));
  }

  /** Returns the approximate time that a stage's difference is worth. */
  private static double weight(Difference stage) {
    return Math.abs(stage.change().estimate()) * stage.base().p50();
  }

  private static String percent(Interval change) {
    return String.format(
        Locale.ROOT,
        "%+.1f %% [%+.1f .. %+.1f]",
        100 * change.estimate(),
        100 * change.low(),
        100 * change.high());
  }

  private static String share(double share) {
    return new BigDecimal(100 * share, new MathContext(3)).stripTrailingZeros().toPlainString()
        + " %";
  }
}
