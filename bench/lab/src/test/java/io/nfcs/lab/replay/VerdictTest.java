package io.nfcs.lab.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nfcs.lab.statistics.Interval;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
  /** Intervals, the difference of the base from itself, and the verdict at a threshold of 3. */
  @ParameterizedTest
  @CsvSource({
    "2, 5, 8, 0, WORSE",
    "-8, -5, -2, 0, BETTER",
    "2, 5, 8, -6, INCONCLUSIVE",
    "-1, 5, 11, 0, INCONCLUSIVE",
    "1, 2, 2.9, 0, SAME",
    "-2, 0, 2, 4, SAME",
    "1, 2, 3.1, 0, INCONCLUSIVE",
    "-4, 0, 4, 0, INCONCLUSIVE"
  })
  void shouldJudge(double low, double estimate, double high, double floor, Verdict verdict) {
    assertEquals(verdict, Verdict.of(new Interval(low, estimate, high), floor, 3));
  }
}
