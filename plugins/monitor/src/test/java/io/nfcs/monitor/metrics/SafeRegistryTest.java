package io.nfcs.monitor.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nfcs.counters.ErrorLog;
import io.nfcs.monitor.parts.Parts;
import io.prometheus.metrics.model.registry.MultiCollector;
import org.junit.jupiter.api.Test;

class SafeRegistryTest {
  @Test
  void shouldTellTheRestWhenACollectorFails() {
    Parts parts = new Parts(new ErrorLog());
    SafeRegistry registry = new SafeRegistry(parts);
    Makers makers = new Makers(registry);
    makers.asked("good", "Good.", () -> 1);
    makers.asked(
        "bad",
        "Bad.",
        () -> {
          throw new IllegalStateException("on purpose");
        });
    registry.register(
        (MultiCollector)
            () -> {
              throw new AssertionError("on purpose");
            });
    assertEquals(1, registry.scrape().size());
    assertEquals(2, parts.leftOut());
  }
}
