package io.nfcs.solvers.kuramoto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Eight modules of the original system: its converged values, reached by step refinement. */
@Timeout(60)
class KuramotoGoldenTest {
  private static final double[] OMEGA = {2, 3.5, 4, 6, 8, 10, 12, 15};

  @Test
  void shouldConvergeToTheGoldenValues() throws IOException {
    Path file =
        Path.of(System.getProperty("nfcs.shared.dir", ""), "data/golden/kuramoto8_K1.0.json");
    assumeTrue(Files.exists(file), "no golden values: set nfcs.shared.dir");
    String json = Files.readString(file);
    String converged = json.substring(json.indexOf("\"converged\""));
    KuramotoSolver solver = new KuramotoSolver(Coupling.uniform(8, 1.0, 0.0), OMEGA, 1.0 / 3200);
    double[] theta = new double[8];
    Arrays.setAll(theta, i -> 0.1 * i);
    solver.phases(theta);
    int at = 0;
    for (int t : new int[] {1, 5, 10}) {
      solver.step((t - at) * 3200);
      at = t;
      check(converged.substring(converged.indexOf("\"" + t + ".0\"")), solver);
    }
  }

  private static void check(String block, KuramotoSolver solver) {
    Matcher number = Pattern.compile("-?\\d+\\.\\d{4,}").matcher(block);
    assertEquals(next(number), solver.orderParameter(), 1e-9);
    assertEquals(next(number), solver.meanPhase(), 1e-9);
    for (int i = 0; i < 8; i++) {
      assertEquals(next(number), solver.phase(i), 2e-9);
    }
  }

  private static double next(Matcher number) {
    number.find();
    return Double.parseDouble(number.group());
  }
}
