package io.nfcs.solvers.kuramoto;

import io.nfcs.solvers.risk.Domain;
import io.nfcs.solvers.risk.FieldMeasures;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Program that prints a hash of the bits of every structure's phases and of the measures. */
final class KuramotoBits {
  private KuramotoBits() {}

  public static void main(String[] args) throws IOException {
    long hash = 17;
    for (Coupling coupling : couplings(13)) {
      KuramotoSolver solver = new KuramotoSolver(coupling, new double[13], 0.01);
      solver.phases(new SplittableRandom(7).doubles(13, -3, 3).toArray());
      solver.scale(1.1);
      solver.control(0.3);
      solver.step(5);
      for (int i = 0; i < 13; i++) {
        hash = 31 * hash + Double.doubleToRawLongBits(solver.phase(i));
      }
      hash = 31 * hash + Double.doubleToRawLongBits(solver.orderParameter());
    }
    hash = 31 * hash + measures();
    try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      out.write(("bits " + Long.toHexString(hash) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Coupling[] couplings(int n) {
    SplittableRandom random = new SplittableRandom(5);
    double[] k = random.doubles((long) n * n, -1, 1).toArray();
    double[] singles = k.clone();
    for (int i = 0; i < singles.length; i++) {
      singles[i] = (float) singles[i];
    }
    return new Coupling[] {
      Coupling.uniform(n, 0.4, 0.2),
      Coupling.of(singles, 0.1),
      Coupling.of(k, 0.0),
      Coupling.of(k, random.doubles((long) n * n, -1, 1).toArray())
    };
  }

  private static long measures() {
    FieldMeasures measures = new FieldMeasures(new Domain(16, 16, 3, 4));
    SplittableRandom random = new SplittableRandom(11);
    measures.measure(random.doubles(256, -1, 1).toArray(), random.doubles(256, -1, 1).toArray());
    return Double.doubleToRawLongBits(measures.energy())
        + 31 * Double.doubleToRawLongBits(measures.coherence())
        + 961 * Double.doubleToRawLongBits(measures.meanAmplitude());
  }
}
