package io.nfcs.solvers.risk;

import io.nfcs.tick.StateReader;
import io.nfcs.tick.StateWriter;

/**
 * Risk score and risk level from the four quantities that are watched.
 *
 * <p>Score = .3 H_a + .25 rho / .5 + .2 (1 - R_global) + .15 (1 - R_modular) + .05 trends + .05
 * anomalies, every factor clipped to 0..1, so the score is in 0..1. Trends is the share of the four
 * quantities whose last ten values fit a line that goes the dangerous way by more than {@value
 * #TREND} over the ten; anomalies the share whose value is more than three standard deviations from
 * the mean of the fifty before it. Each quantity has its own level, with hysteresis; the level is
 * the worst of them.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates.</b> Only when made.
 */
final class RiskMonitor {
  /** Change over ten values that counts as a trend. */
  static final double TREND = 0.05;

  /** Bytes of {@link #save}. */
  public static final int STATE_BYTES = 6 * Integer.BYTES + Double.BYTES + 4 * History.STATE_BYTES;

  /** Format of the saved state; another layout has another number. */
  private static final int FORMAT = 1;

  private final RiskThresholds thresholds;
  private final History hallucinations = new History();
  private final History densities = new History();
  private final History globals = new History();
  private final History modulars = new History();
  private RiskLevel hallucinationLevel = RiskLevel.NORMAL;
  private RiskLevel densityLevel = RiskLevel.NORMAL;
  private RiskLevel globalLevel = RiskLevel.NORMAL;
  private RiskLevel modularLevel = RiskLevel.NORMAL;
  private RiskLevel level = RiskLevel.NORMAL;
  private double score;

  /** Creates a monitor without values: level normal, score 0. */
  public RiskMonitor(RiskThresholds thresholds) {
    this.thresholds = thresholds;
  }

  /**
   * Returns the hallucination number H_a = integral of the defect density + semantic entropy +
   * drift; below 1 is healthy.
   *
   * @param vortices integral of the defect density: the number of vortices
   * @param semanticEntropy sigma_e, 0 where no semantic stage runs
   * @param drift 0 where none is measured
   */
  public static double hallucination(int vortices, double semanticEntropy, double drift) {
    return vortices + semanticEntropy + drift;
  }

  /**
   * Assesses the values of the next tick.
   *
   * @param hallucination H_a
   * @param density vortices per unit area
   * @param globalOrder R_global
   * @param modularOrder R_modular
   */
  public void assess(
      double hallucination, double density, double globalOrder, double modularOrder) {
    hallucinationLevel = thresholds.hallucination().level(hallucination, hallucinationLevel);
    densityLevel = thresholds.defects().level(density, densityLevel);
    globalLevel = thresholds.globalOrder().level(globalOrder, globalLevel);
    modularLevel = thresholds.modularOrder().level(modularOrder, modularLevel);
    level = worse(worse(hallucinationLevel, densityLevel), worse(globalLevel, modularLevel));
    hallucinations.add(hallucination);
    densities.add(density);
    globals.add(-globalOrder);
    modulars.add(-modularOrder);
    score =
        0.3 * unit(hallucination)
            + 0.25 * unit(density / 0.5)
            + 0.2 * unit(1 - globalOrder)
            + 0.15 * unit(1 - modularOrder)
            + 0.05 * trends()
            + 0.05 * anomalies();
  }

  /** Returns the score of the last values, 0..1. */
  public double score() {
    return score;
  }

  /** Returns the level of the last values and the way to them. */
  public RiskLevel level() {
    return level;
  }

  /**
   * Writes the whole memory: format and levels as {@code int}, the score, and the last values of
   * each quantity.
   */
  public void save(StateWriter to) {
    to.writeInt(FORMAT);
    to.writeInt(hallucinationLevel.code());
    to.writeInt(densityLevel.code());
    to.writeInt(globalLevel.code());
    to.writeInt(modularLevel.code());
    to.writeInt(level.code());
    to.writeDouble(score);
    hallucinations.save(to);
    densities.save(to);
    globals.save(to);
    modulars.save(to);
  }

  /**
   * Returns a monitor restored from the state of one with the same thresholds.
   *
   * @throws IllegalArgumentException if the bytes are not the state of a monitor
   */
  public static RiskMonitor restored(RiskThresholds thresholds, StateReader from) {
    RiskMonitor monitor = new RiskMonitor(thresholds);
    from.expect("format", FORMAT);
    monitor.hallucinationLevel = level(from);
    monitor.densityLevel = level(from);
    monitor.globalLevel = level(from);
    monitor.modularLevel = level(from);
    monitor.level = level(from);
    monitor.score = from.readFinite("score");
    monitor.hallucinations.restore(from);
    monitor.densities.restore(from);
    monitor.globals.restore(from);
    monitor.modulars.restore(from);
    from.expectEnd();
    return monitor;
  }

  private static RiskLevel level(StateReader from) {
    return RiskLevel.of(from.readCount("risk level", RiskLevel.EMERGENCY.code()));
  }

  private double trends() {
    int rising = hallucinations.rises(TREND) ? 1 : 0;
    rising += densities.rises(TREND) ? 1 : 0;
    rising += globals.rises(TREND) ? 1 : 0;
    rising += modulars.rises(TREND) ? 1 : 0;
    return rising / 4.0;
  }

  private double anomalies() {
    int odd = hallucinations.isOutlier() ? 1 : 0;
    odd += densities.isOutlier() ? 1 : 0;
    odd += globals.isOutlier() ? 1 : 0;
    odd += modulars.isOutlier() ? 1 : 0;
    return odd / 4.0;
  }

  private static RiskLevel worse(RiskLevel a, RiskLevel b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  /** Returns a value clipped to 0..1; a value that is not a number is the worst. */
  private static double unit(double value) {
    return Double.isNaN(value) ? 1.0 : Math.clamp(value, 0.0, 1.0);
  }
}
