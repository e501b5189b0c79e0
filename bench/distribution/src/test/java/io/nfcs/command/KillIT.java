package io.nfcs.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the run with SIGKILL at random instants; each time the journal must read to its last
 * complete record and in the end the store must hold exactly the ticks of the journal.
 */
class KillIT {
  private static final long SEED = Long.getLong("nfcs.seed", 20_251_123L);

  @TempDir Path folder;

  @Test
  @Timeout(240)
  void shouldLoseNoCompleteRecordInAKill() throws Exception {
    killAndRestart(1);
  }

  @Test
  @Tag("torture")
  @Timeout(3600)
  void shouldLoseNoCompleteRecordInThirtyKills() throws Exception {
    killAndRestart(30);
  }

  private void killAndRestart(int kills) throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    long known = 0;
    for (int kill = 1; kill <= kills; kill++) {
      String context = "kill " + kill + ", seed " + SEED;
      killOnce(Duration.ofMillis(random.nextInt(0, 6000)));
      JsonNode afterKill = verify(context);
      long survived = afterKill.at("/records").asLong();
      assertTrue(survived >= known, context + ": " + known + " records before, " + afterKill);
      JsonNode restarted = restart(context);
      known = survived + restarted.at("/ticks").asLong();
      assertEquals(known, restarted.at("/journal/records").asLong(), context + restarted);
      assertEquals(known, restarted.at("/store/ticks").asLong(), context + restarted);
      JsonNode afterRestart = verify(context);
      assertEquals(known, afterRestart.at("/records").asLong(), context + afterRestart);
      assertTrue(afterRestart.at("/complete").asBoolean(), context + afterRestart);
      System.err.println(context + ": " + survived + " records survived, " + known + " in store");
    }
  }

  /** Starts an endless run and kills it that long after it began to journal. */
  private void killOnce(Duration after) throws Exception {
    NfcsProcess run = NfcsProcess.start(folder, runArguments("steady", "--hz", "50"));
    assertTrue(run.awaitError("ticking", Duration.ofSeconds(60)), run::toString);
    run.awaitExit(after);
    run.kill();
  }

  private JsonNode restart(String context) throws Exception {
    NfcsProcess run = NfcsProcess.start(folder, runArguments("reference", "--ticks", "5"));
    assertEquals(0, run.await(90), () -> context + run);
    return run.json();
  }

  private JsonNode verify(String context) throws Exception {
    NfcsProcess verify =
        NfcsProcess.start(folder, "journal", "verify", folder.resolve("data").toString(), "--json");
    verify.await(60);
    JsonNode result = verify.json();
    assertTrue(result.has("first_bad"), context + result);
    return result;
  }

  private String[] runArguments(String scenario, String option, String value) {
    return new String[] {
      "run",
      "--scenario",
      scenario,
      "--data",
      folder.resolve("data").toString(),
      "--set",
      "grid.thin_client_port=0",
      option,
      value,
      "--json"
    };
  }
}
