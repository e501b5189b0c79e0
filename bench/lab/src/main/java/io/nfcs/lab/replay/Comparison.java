package io.nfcs.lab.replay;

import io.nfcs.pipeline.replay.ReplayReport.Divergence;
import io.nfcs.pipeline.replay.Window;
import io.nfcs.pipeline.timing.Quantiles;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Result of a replay benchmark.
 *
 * @param verdict the verdict on the tick
 * @param sentence the verdict and its reason, for people
 * @param ticksMore further ticks needed for a verdict, 0 if there is one
 * @param tick difference of the ticks, {@code null} if no time was compared
 * @param stages differences of the stages, in execution order
 * @param latencies lateness and latencies from both starts, by name
 * @param divergence the first tick that was not as recorded, {@code null} if all were; then no time
 *     was compared
 * @param mismatches differences between the environments, by key
 * @param settings settings of the measurement
 * @param baseEnvironment environment of the base
 * @param candidateEnvironment environment of the candidate
 * @param plots data of the plots
 */
public record Comparison(
    Verdict verdict,
    String sentence,
    long ticksMore,
    @Nullable Difference tick,
    List<Difference> stages,
    Map<String, Latency> latencies,
    @Nullable Divergence divergence,
    Map<String, String> mismatches,
    Settings settings,
    Map<String, String> baseEnvironment,
    Map<String, String> candidateEnvironment,
    Plots plots) {

  /** Returns a comparison in which no time was compared. */
  static Comparison withoutTimes(
      @Nullable Divergence divergence,
      Map<String, String> mismatches,
      Settings settings,
      Map<String, String> baseEnvironment,
      Map<String, String> candidateEnvironment) {
    return new Comparison(
        Verdict.INCOMPARABLE,
        "incomparable: " + (divergence == null ? text(mismatches) : text(divergence)),
        0,
        null,
        List.of(),
        Map.of(),
        divergence,
        mismatches,
        settings,
        baseEnvironment,
        candidateEnvironment,
        Plots.NONE);
  }

  private static String text(Divergence where) {
    return "tick "
        + where.tick()
        + " of run "
        + where.run()
        + " has another digest than in the journal, so no time is compared";
  }

  private static String text(Map<String, String> mismatches) {
    return mismatches.entrySet().stream()
        .map(mismatch -> mismatch.getKey() + " differs, " + mismatch.getValue())
        .collect(Collectors.joining("; "));
  }

  /**
   * A latency of both sides.
   *
   * @param base of the base
   * @param candidate of the candidate
   */
  public record Latency(Quantiles base, Quantiles candidate) {}

  /**
   * Settings of the measurement.
   *
   * @param run the recorded run
   * @param windows the ticks of the run that were executed; empty for all
   * @param ticks ticks of a pass
   * @param rounds rounds of JVMs
   * @param measuredTicks ticks measured on either side
   * @param threshold smallest relative change that matters
   * @param confidence of the intervals
   * @param pace fast or recorded; live for journals that were compared as they are
   * @param isFromIntendedStart whether a tick's time includes its lateness
   */
  public record Settings(
      long run,
      List<Window> windows,
      int ticks,
      int rounds,
      long measuredTicks,
      double threshold,
      double confidence,
      String pace,
      boolean isFromIntendedStart) {}
}
