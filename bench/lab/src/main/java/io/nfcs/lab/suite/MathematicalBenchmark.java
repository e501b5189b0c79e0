package io.nfcs.lab.suite;

import io.nfcs.command.Progress;
import io.nfcs.solvers.cgl.CglParameters;
import io.nfcs.solvers.cgl.CglSolver;
import io.nfcs.solvers.kuramoto.Coupling;
import io.nfcs.solvers.kuramoto.KuramotoSolver;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Benchmark of the solvers: frames of the field by grid, and the time in which oscillators
 * synchronise by their number.
 *
 * <p>Oscillators have natural frequencies drawn from N(0, 0.1²) and a coupling of 1 in all, six
 * times the critical one (Kuramoto, 1975); they begin at random and are in synchrony when their
 * order parameter is above 0.8.
 */
final class MathematicalBenchmark implements Component {
  private static final double LENGTH = 10;
  private static final double DT = 0.01;
  private static final double SYNCHRONY = 0.8;
  private static final double SPREAD = 0.1;
  private static final int STEPS_AT_ONCE = 10;
  private static final int MOST_STEPS = 100_000;
  private static final double MICROS_PER_SECOND = 1e6;

  @Override
  public String name() {
    return "mathematical";
  }

  @Override
  public String shows() {
    return "frames of the field a second by grid, time to synchrony by number of oscillators";
  }

  @Override
  public boolean isEnabled(BenchSettings settings) {
    return seconds(settings) > 0;
  }

  @Override
  public double seconds(BenchSettings settings) {
    BenchSettings.CglSolver cgl = settings.mathematicalBenchmarks().cglSolver();
    BenchSettings.Kuramoto kuramoto = settings.mathematicalBenchmarks().kuramoto();
    return (cgl.enabled() ? cgl.testDuration() : 0)
        + (kuramoto.enabled() ? kuramoto.testDuration() : 0);
  }

  @Override
  public List<Measurement> run(SuiteContext context, Progress progress) {
    BenchSettings settings = context.settings();
    List<Measurement> measurements = new ArrayList<>();
    BenchSettings.CglSolver cgl = settings.mathematicalBenchmarks().cglSolver();
    BenchSettings.Kuramoto kuramoto = settings.mathematicalBenchmarks().kuramoto();
    double done = 0;
    if (cgl.enabled()) {
      double each = cgl.testDuration() / cgl.gridSizes().size();
      for (int cells : cgl.gridSizes()) {
        progress.at(done / seconds(settings), "field, " + cells + " x " + cells + " cells");
        double perSecond = framesPerSecond(cells, cgl.frameSteps(), each);
        measurements.add(
            Measurement.of("cgl_fps_" + cells, perSecond, "1/s")
                .target(Bound.atLeast(settings.targets().cglFps()))
                .goal(Bound.atLeast(settings.goals().cglFps())));
        done += each;
      }
    }
    if (kuramoto.enabled()) {
      double each = kuramoto.testDuration() / kuramoto.oscillatorCounts().size();
      for (int count : kuramoto.oscillatorCounts()) {
        progress.at(done / seconds(settings), count + " oscillators");
        measurements.addAll(synchronise(count, each, settings));
        done += each;
      }
    }
    return measurements;
  }

  private static double framesPerSecond(int cells, int steps, double seconds) {
    CglSolver solver = new CglSolver(new CglParameters(cells, cells, LENGTH, LENGTH, 0.8, 1.5, DT));
    SplittableRandom random = new SplittableRandom(42);
    double[] re = random.doubles((long) cells * cells, -0.1, 0.1).toArray();
    double[] im = random.doubles((long) cells * cells, -0.1, 0.1).toArray();
    solver.load(re, im);
    return Timing.of(seconds, 1, () -> solver.advance(steps)).perSecond();
  }

  private static List<Measurement> synchronise(int count, double seconds, BenchSettings settings) {
    SplittableRandom random = new SplittableRandom(count);
    double[] omega = new double[count];
    for (int i = 0; i < count; i++) {
      omega[i] = SPREAD * random.nextGaussian();
    }
    KuramotoSolver solver = new KuramotoSolver(Coupling.uniform(count, 1.0 / count, 0), omega, DT);
    long[] steps = new long[1];
    long startNanos = System.nanoTime();
    Timing synchrony =
        Timing.of(
            seconds,
            1,
            () -> {
              solver.phases(random.doubles(count, -Math.PI, Math.PI).toArray());
              steps[0] += stepsToSynchrony(solver);
            });
    double elapsedSeconds = (System.nanoTime() - startNanos) / 1e9;
    return List.of(
        Measurement.of(
                "kuramoto_sync_time_" + count, synchrony.duration().p95() / MICROS_PER_SECOND, "s")
            .target(Bound.atMost(settings.targets().kuramotoSyncTime())),
        Measurement.of("kuramoto_steps_" + count, steps[0] / elapsedSeconds, "1/s"));
  }

  private static int stepsToSynchrony(KuramotoSolver solver) {
    int steps = 0;
    while (solver.orderParameter() < SYNCHRONY) {
      if (steps >= MOST_STEPS) {
        throw new IllegalStateException(
            solver.size() + " oscillators are not in synchrony after " + steps + " steps");
      }
      solver.step(STEPS_AT_ONCE);
      steps += STEPS_AT_ONCE;
    }
    return steps;
  }
}
