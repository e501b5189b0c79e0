package io.nfcs.solvers.cgl;

import io.nfcs.solvers.cgl.InitialField.Nodes;
import io.nfcs.solvers.cgl.simd.FieldKernels;

/** Raw bits of a few runs in one number; also a program of its own, for JVMs with other flags. */
final class CglDigest {
  private CglDigest() {}

  public static void main(String[] arguments) {
    System.out.println("digest " + Long.toHexString(of(FieldKernels.best())));
  }

  static long of(FieldKernels kernels) {
    long digest = 1;
    int[][] sizes = {{16, 16}, {32, 16}, {16, 32}, {64, 128}};
    for (int[] size : sizes) {
      digest = 31 * digest + run(kernels, size[0], size[1]);
    }
    return digest;
  }

  private static long run(FieldKernels kernels, int nx, int ny) {
    CglParameters parameters = new CglParameters(nx, ny, 12, 17, 0.8, 1.5, 0.05);
    // amplitudes to both sides of the polynomial's range
    InitialField start = InitialField.on(parameters, Nodes.PERIODIC).noise(0.7, 11);
    CglSolver solver = new CglSolver(parameters, kernels);
    solver.load(start.re(), start.im());
    solver.control(0.1, -0.2);
    solver.advance(2);
    solver.control(start.im(), start.re());
    solver.advance(1);
    solver.advanceRichardson(1);
    double[] re = new double[nx * ny];
    double[] im = new double[nx * ny];
    solver.store(re, im);
    new Fft2d(nx, ny, kernels).forward(re, im);
    long digest = 1;
    for (int i = 0; i < re.length; i++) {
      digest = 31 * digest + Double.doubleToRawLongBits(re[i]);
      digest = 31 * digest + Double.doubleToRawLongBits(im[i]);
    }
    return digest;
  }
}
