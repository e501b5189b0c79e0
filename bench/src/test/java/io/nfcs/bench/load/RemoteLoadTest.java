package io.nfcs.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.bench.FreePort;
import io.nfcs.bench.Progress;
import io.nfcs.bench.Sources;
import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.pipeline.Nfcs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Load on a loop that runs by itself, through its thin-client endpoint. */
@Timeout(120)
class RemoteLoadTest {
  @TempDir private Path folder;

  @Test
  void shouldLoadARunningGridThroughThinClients() throws Exception {
    int port = FreePort.find();
    Nfcs.Context loop =
        new Nfcs.Context()
            .config(Sources.ROOT.resolve("config/scenarios/steady.yaml"))
            .set("run.ticks", "0")
            .set("grid.thin_client_port", Integer.toString(port))
            .dataDir(folder);
    try (Nfcs nfcs = Nfcs.start(loop)) {
      // users ask for ticks that are in the tables
      while (nfcs.summary().store().ticks() < 10 && !Thread.currentThread().isInterrupted()) {
        nfcs.await(Duration.ofMillis(50));
      }
      LoadTestResults results =
          LoadTest.run(
              context(port).users(5).duration(Duration.ofSeconds(3), Duration.ZERO), Progress.NONE);
      assertEquals(List.of(), results.failures());
      assertEquals(
          EnumSet.of(Operation.CACHE_READ, Operation.CACHE_WRITE, Operation.QUERY),
          results.operations().keySet());
      assertEquals(
          Set.of(Operation.SOLVE, Operation.SEMANTIC, Operation.POLICY), results.leftOut());
      // an open loop of five users, each ten times a second, for three seconds
      assertEquals(150, (double) results.total().operations(), 60);
      // the loop's own ticks, read from its tables
      assertTrue(results.loop().ticks() >= 20, results.loop()::toString);
      assertTrue(nfcs.grid().caches().isEmpty());
    }
  }

  @Test
  void shouldSayThatNobodyListens() throws IOException {
    int port = FreePort.find();
    ConfigException refused =
        assertThrows(ConfigException.class, () -> LoadTest.run(context(port), Progress.NONE));
    assertTrue(refused.toString().contains("127.0.0.1:" + port), refused::toString);
  }

  private static LoadTest.Context context(int port) {
    NfcsConfig config =
        NfcsConfig.load(Sources.ROOT.resolve("config/scenarios/load/normal_load.yaml"))
            .with("load.user_rate", "10");
    return new LoadTest.Context().config(config).against("127.0.0.1:" + port);
  }
}
