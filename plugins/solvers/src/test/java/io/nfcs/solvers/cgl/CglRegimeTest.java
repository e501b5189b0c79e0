package io.nfcs.solvers.cgl;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Statistics of the known regimes that a random start ends in, three seeds each.
 *
 * <p>Defect turbulence (c1 2, c3 -1.5), frozen waves of the default (0.8, 1.5), relaxation without
 * dispersion, and spirals (1, -0.5).
 */
@Timeout(300)
class CglRegimeTest {
  @ParameterizedTest
  @CsvSource({
    "2,-1.5,0.50,0.62,0.22,0.30,30,120",
    "0.8,1.5,0.95,1.00,0.00,0.08,0,14",
    "0,0,0.95,1.00,0.00,0.20,0,60",
    "1,-0.5,0.70,0.90,0.00,0.40,6,50"
  })
  void shouldReachTheRegimeOfTheParameters(
      double c1,
      double c3,
      double leastSquare,
      double mostSquare,
      double leastSpread,
      double mostSpread,
      int leastDefects,
      int mostDefects) {
    CglParameters parameters = new CglParameters(128, 128, 100, 100, c1, c3, 0.05);
    for (long seed = 1; seed <= 3; seed++) {
      InitialField start =
          InitialField.on(parameters, InitialField.Nodes.PERIODIC).noise(0.1, seed);
      CglSolver solver = new CglSolver(parameters);
      solver.load(start.re(), start.im());
      solver.advance(3000);
      TestField end = TestField.of(solver);
      String found =
          "seed %d: mean |A|² %.4f, std |A| %.4f, defects %d"
              .formatted(seed, end.meanSquare(), end.spread(), end.defects());
      assertTrue(end.meanSquare() > leastSquare && end.meanSquare() < mostSquare, found);
      assertTrue(end.spread() >= leastSpread && end.spread() < mostSpread, found);
      assertTrue(end.defects() >= leastDefects && end.defects() <= mostDefects, found);
    }
  }
}
