package io.nfcs.lab.load;

import static io.nfcs.command.Progress.NONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.house.Sources;
import io.nfcs.lab.FreePort;
import io.nfcs.pipeline.Nfcs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Load on a loop that runs by itself, through its thin-client endpoint. */
@Tag("slow")
@Timeout(120)
class RemoteLoadTest {
  @TempDir private Path folder;

  @Test
  void shouldLoadARunningGridThroughThinClients() throws Exception {
    int port = FreePort.find();
    try (Nfcs nfcs = Nfcs.start(loop(port))) {
      awaitTicks(nfcs);
      LoadTestResults results =
          LoadTest.run(
              context(port, Map.of()).users(5).duration(Duration.ofSeconds(3), Duration.ZERO),
              NONE);
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
  void shouldComeInWithPasswordAndCertificateOfTheGrid() throws Exception {
    int port = FreePort.find();
    Certificate certificate = Certificate.make(folder);
    Map<String, String> access =
        Map.of(
            "grid.password_file", secret("correct-horse-battery-staple"),
            "tls.key_store", certificate.keyStore().toString(),
            "tls.password_file", certificate.passwordFile().toString());
    Nfcs.Context loop = loop(port);
    access.forEach(loop::set);
    try (Nfcs nfcs = Nfcs.start(loop)) {
      awaitTicks(nfcs);
      LoadTest.Context context = context(port, access);
      LoadTestResults results =
          LoadTest.run(context.users(2).duration(Duration.ofSeconds(1), Duration.ZERO), NONE);
      assertEquals(List.of(), results.failures());

      Map<String, String> wrong = new HashMap<>(access);
      wrong.put("grid.password_file", secret("another-horse-battery-staple"));
      ConfigException refused =
          assertThrows(ConfigException.class, () -> LoadTest.run(context(port, wrong), NONE));
      assertTrue(refused.toString().contains("its own grid.password_file"), refused::toString);
    }
  }

  private String secret(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "secret", ""), text).toString();
  }

  @Test
  void shouldSayWhatTheGridMustGrant() throws Exception {
    int port = FreePort.find();
    Nfcs.Context loop = loop(port).set("grid.clients.caches", "[]");
    try (Nfcs nfcs = Nfcs.start(loop)) {
      awaitTicks(nfcs);
      ConfigException refused =
          assertThrows(ConfigException.class, () -> LoadTest.run(context(port, Map.of()), NONE));
      assertTrue(
          refused.toString().contains("grid.clients.caches: [NFCS_LOAD]"), refused::toString);
    }
  }

  @Test
  void shouldSayThatNobodyListens() throws IOException {
    int port = FreePort.find();
    ConfigException refused =
        assertThrows(ConfigException.class, () -> LoadTest.run(context(port, Map.of()), NONE));
    assertTrue(refused.toString().contains("127.0.0.1:" + port), refused::toString);
  }

  private Nfcs.Context loop(int port) {
    return new Nfcs.Context()
        .config(Sources.ROOT.resolve("config/scenarios/steady.yaml"))
        .set("run.ticks", "0")
        .set("grid.clients.caches", "[NFCS_LOAD]")
        .set("grid.thin_client_port", Integer.toString(port))
        .dataDir(folder.resolve("data"));
  }

  /** Users ask for ticks that are in the tables. */
  private static void awaitTicks(Nfcs nfcs) throws InterruptedException {
    while (nfcs.summary().store().ticks() < 10 && !Thread.currentThread().isInterrupted()) {
      nfcs.await(Duration.ofMillis(50));
    }
  }

  private static LoadTest.Context context(int port, Map<String, String> settings) {
    NfcsConfig config =
        NfcsConfig.load(Sources.ROOT.resolve("config/scenarios/load/normal_load.yaml"))
            .with("load.user_rate", "10");
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      config = config.with(setting.getKey(), setting.getValue());
    }
    return new LoadTest.Context().config(config).against("127.0.0.1:" + port);
  }
}
