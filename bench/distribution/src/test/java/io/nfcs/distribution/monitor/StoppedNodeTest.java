package io.nfcs.distribution.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.counters.CounterId;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A loop that ticks on while somebody stops its node. */
@Timeout(120)
class StoppedNodeTest {
  @TempDir private Path folder;

  @Test
  void shouldAnswerInAnyStateOfTheNode() throws Exception {
    try (MonitoredRun run = MonitoredRun.start(folder, Map.of())) {
      for (Ignite node : Ignition.allGrids()) {
        Ignition.stop(node.name(), true);
      }
      long before = run.nfcs().counters().value(CounterId.TICKS_JOURNALLED);
      for (String path : List.of("/health/live", "/metrics", "/state", "/summary")) {
        assertEquals(200, run.get(path).statusCode(), path);
      }
      HttpResponse<String> field = run.get("/field");
      assertTrue(field.statusCode() == 200 || field.statusCode() == 204, field::toString);
      String metrics = run.get("/metrics").body();
      assertTrue(metrics.contains("\nnfcs_node_running "), metrics);
      assertTrue(metrics.contains("\nnfcs_coordination_frequency_hz "), metrics);
      assertTrue(metrics.contains("\nnfcs_store_still_seconds "), metrics);
      while (run.nfcs().counters().value(CounterId.TICKS_JOURNALLED) <= before) {
        Thread.onSpinWait();
      }
    }
  }
}
