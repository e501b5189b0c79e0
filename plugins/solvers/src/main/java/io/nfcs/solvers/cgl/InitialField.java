package io.nfcs.solvers.cgl;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A builder of a start of the field, or a control, as a sum of the usual shapes.
 *
 * <p>{@code InitialField.on(parameters, Nodes.END_POINT).spiral(0.3, 1, 0.5).noise(0.05, 42)} is
 * the start of the reference closed loop. r and theta are polar coordinates about the middle of the
 * rectangle. Noise comes from the generator {@code L64X128MixRandom} and Marsaglia's polar method;
 * all functions are those of {@link StrictMath}, so equal arguments give equal bits everywhere.
 *
 * <p><b>Threads.</b> One at a time. <b>Owns.</b> Its planes, row-major, handed out without a copy.
 */
final class InitialField {
  /** Coordinates of the grid points along a period L of n points. */
  public enum Nodes {
    /** x_j = j L/n - L/2: the points of a periodic grid. */
    PERIODIC {
      @Override
      double at(int j, int n, double length) {
        return j * length / n - length / 2;
      }
    },
    /**
     * x_j = j L/(n - 1) - L/2: both end points included, as in the original system; shapes are then
     * stretched by n/(n - 1) against the grid that the solver works on.
     */
    END_POINT {
      @Override
      double at(int j, int n, double length) {
        return j * (length / (n - 1)) - length / 2;
      }
    };

    abstract double at(int j, int n, double length);
  }

  private static final String GENERATOR = "L64X128MixRandom";

  /** Size and phase of a shape at a point. */
  private interface Shape {
    double size(double x, double y);

    double phase(double x, double y);
  }

  private final CglParameters parameters;
  private final Nodes nodes;
  private final double[] re;
  private final double[] im;

  private InitialField(CglParameters parameters, Nodes nodes) {
    this.parameters = parameters;
    this.nodes = nodes;
    re = new double[parameters.nx() * parameters.ny()];
    im = new double[re.length];
  }

  /**
   * Begins with zero.
   *
   * @param parameters grid and lengths
   * @param nodes coordinates of the grid points
   */
  public static InitialField on(CglParameters parameters, Nodes nodes) {
    return new InitialField(parameters, nodes);
  }

  /**
   * Adds A e^(i(kx x + ky y)), with phase zero at the first point.
   *
   * @param amplitude A
   * @param wavesX waves in the period along x: kx = 2 pi wavesX / lengthX
   * @param wavesY waves in the period along y
   */
  public InitialField planeWave(double amplitude, int wavesX, int wavesY) {
    double kx = 2 * Math.PI * wavesX / parameters.lengthX();
    double ky = 2 * Math.PI * wavesY / parameters.lengthY();
    double x0 = parameters.lengthX() / 2;
    double y0 = parameters.lengthY() / 2;
    return add(
        new Shape() {
          @Override
          public double size(double x, double y) {
            return amplitude;
          }

          @Override
          public double phase(double x, double y) {
            return kx * (x + x0) + ky * (y + y0);
          }
        });
  }

  /**
   * Adds A r e^(i(m theta + k r)).
   *
   * @param amplitude A
   * @param winding m, turns of the phase around the middle
   * @param radial k, radial wave number
   */
  public InitialField spiral(double amplitude, int winding, double radial) {
    return add(
        new Shape() {
          @Override
          public double size(double x, double y) {
            return amplitude * Math.sqrt(x * x + y * y);
          }

          @Override
          public double phase(double x, double y) {
            return winding * StrictMath.atan2(y, x) + radial * Math.sqrt(x * x + y * y);
          }
        });
  }

  /**
   * Adds the real bump A e^(-((x - x0)² + (y - y0)²)/(2 s²)).
   *
   * @param amplitude A
   * @param width s, positive
   * @param centreX x0
   * @param centreY y0
   */
  public InitialField gaussian(double amplitude, double width, double centreX, double centreY) {
    if (!(width > 0)) {
      throw new IllegalArgumentException("width = " + width + ": allowed are values above 0");
    }
    return add(
        new Shape() {
          @Override
          public double size(double x, double y) {
            double dx = x - centreX;
            double dy = y - centreY;
            return amplitude * StrictMath.exp(-(dx * dx + dy * dy) / (2 * width * width));
          }

          @Override
          public double phase(double x, double y) {
            return 0;
          }
        });
  }

  /**
   * Adds A (N + iN), N independent standard normal numbers.
   *
   * @param amplitude A
   * @param seed of the generator
   */
  public InitialField noise(double amplitude, long seed) {
    RandomGenerator random = RandomGeneratorFactory.of(GENERATOR).create(seed);
    for (int i = 0; i < re.length; i++) {
      double u;
      double v;
      double square;
      do {
        u = 2 * random.nextDouble() - 1;
        v = 2 * random.nextDouble() - 1;
        square = u * u + v * v;
      } while (square >= 1 || square == 0);
      double scale = amplitude * Math.sqrt(-2 * StrictMath.log(square) / square);
      re[i] += scale * u;
      im[i] += scale * v;
    }
    return this;
  }

  /** Returns the real plane. */
  public double[] re() {
    return re;
  }

  /** Returns the imaginary plane. */
  public double[] im() {
    return im;
  }

  private InitialField add(Shape shape) {
    int ny = parameters.ny();
    for (int i = 0; i < parameters.nx(); i++) {
      double x = nodes.at(i, parameters.nx(), parameters.lengthX());
      for (int j = 0; j < ny; j++) {
        double y = nodes.at(j, ny, parameters.lengthY());
        double size = shape.size(x, y);
        double phase = shape.phase(x, y);
        re[i * ny + j] += size * StrictMath.cos(phase);
        im[i * ny + j] += size * StrictMath.sin(phase);
      }
    }
    return this;
  }
}
