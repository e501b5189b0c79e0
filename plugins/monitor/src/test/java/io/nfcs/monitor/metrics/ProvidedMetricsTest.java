package io.nfcs.monitor.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Metrics;
import io.nfcs.counters.Metrics.Metric;
import io.nfcs.monitor.parts.Parts;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProvidedMetricsTest {
  private final Metrics metrics = new Metrics();
  private final Parts parts = new Parts(new ErrorLog());
  private final ProvidedMetrics provided = new ProvidedMetrics(metrics, parts);

  /** Every request while one part hangs, such as of the alerts, finds the other parts. */
  @Test
  void shouldTellWhatComesBeforeOneThatHangsWhoeverAsks() {
    CountDownLatch goesOn = new CountDownLatch(1);
    metrics.gauge("first", "First.", Map.of(), () -> 7);
    metrics.gauge(
        "stuck",
        "Stuck.",
        Map.of(),
        () -> {
          while (goesOn.getCount() > 0) {
            Thread.onSpinWait();
          }
          return 8;
        });
    try {
      for (int i = 0; i < 3; i++) {
        assertEquals(List.of(7.0), List.copyOf(provided.values().values()), "time " + i);
      }
    } finally {
      goesOn.countDown();
    }
    while (provided.values().size() < 2) {
      assertFalse(Thread.currentThread().isInterrupted(), "never provided");
      Thread.onSpinWait();
    }
    assertEquals(
        List.of("first", "stuck"), provided.values().keySet().stream().map(Metric::name).toList());
  }
}
