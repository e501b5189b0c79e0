package io.nfcs.solvers.cgl;

/** Two planes with the norms that the tests compare by. */
final class TestField {
  private final int nx;
  private final int ny;
  private final double[] re;
  private final double[] im;

  TestField(int nx, int ny, double[] re, double[] im) {
    this.nx = nx;
    this.ny = ny;
    this.re = re;
    this.im = im;
  }

  int nx() {
    return nx;
  }

  int ny() {
    return ny;
  }

  double[] re() {
    return re;
  }

  double[] im() {
    return im;
  }

  static TestField zero(int nx, int ny) {
    return new TestField(nx, ny, new double[nx * ny], new double[nx * ny]);
  }

  static TestField of(CglSolver solver) {
    TestField field = zero(solver.parameters().nx(), solver.parameters().ny());
    solver.store(field.re, field.im);
    return field;
  }

  static TestField strang(CglParameters parameters, TestField start, double time) {
    CglSolver solver = start.solver(parameters);
    solver.advance((int) Math.round(time / parameters.dt()));
    return of(solver);
  }

  static TestField richardson(CglParameters parameters, TestField start, double time) {
    CglSolver solver = start.solver(parameters);
    solver.advanceRichardson((int) Math.round(time / parameters.dt()));
    return of(solver);
  }

  CglSolver solver(CglParameters parameters) {
    CglSolver solver = new CglSolver(parameters);
    solver.load(re, im);
    return solver;
  }

  void set(int x, int y, double size, double phase) {
    re[x * ny + y] = size * StrictMath.cos(phase);
    im[x * ny + y] = size * StrictMath.sin(phase);
  }

  double abs(int i) {
    return Math.hypot(re[i], im[i]);
  }

  double meanAbs() {
    double sum = 0;
    for (int i = 0; i < re.length; i++) {
      sum += abs(i);
    }
    return sum / re.length;
  }

  double meanSquare() {
    double sum = 0;
    for (int i = 0; i < re.length; i++) {
      sum += re[i] * re[i] + im[i] * im[i];
    }
    return sum / re.length;
  }

  /** Returns the standard deviation of |A|. */
  double spread() {
    double mean = meanAbs();
    return Math.sqrt(Math.max(0, meanSquare() - mean * mean));
  }

  double maxDifference(TestField other) {
    double worst = 0;
    for (int i = 0; i < re.length; i++) {
      worst = Math.max(worst, Math.hypot(re[i] - other.re[i], im[i] - other.im[i]));
    }
    return worst;
  }

  /** Returns the L2 norm of the difference over the L2 norm of the other. */
  double relativeDifference(TestField other) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < re.length; i++) {
      difference += Math.pow(re[i] - other.re[i], 2) + Math.pow(im[i] - other.im[i], 2);
      norm += Math.pow(other.re[i], 2) + Math.pow(other.im[i], 2);
    }
    return Math.sqrt(difference / norm);
  }

  /** Returns how many plaquettes have a phase that turns once around them, periodic. */
  int defects() {
    int count = 0;
    for (int x = 0; x < nx; x++) {
      for (int y = 0; y < ny; y++) {
        int a = x * ny + y;
        int b = (x + 1) % nx * ny + y;
        int c = (x + 1) % nx * ny + (y + 1) % ny;
        int d = x * ny + (y + 1) % ny;
        double turn = step(a, b) + step(b, c) + step(c, d) + step(d, a);
        count += (int) Math.abs(Math.round(turn / (2 * Math.PI)));
      }
    }
    return count;
  }

  private double step(int from, int to) {
    double cross = re[from] * im[to] - im[from] * re[to];
    double dot = re[from] * re[to] + im[from] * im[to];
    return Math.atan2(cross, dot);
  }
}
