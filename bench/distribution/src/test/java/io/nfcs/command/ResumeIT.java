package io.nfcs.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.nfcs.config.NfcsConfig;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalReader;
import io.nfcs.pipeline.SimulatedRun;
import io.nfcs.tick.RunHeader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a run with SIGKILL at random instants and resumes it; in the end its ticks must be those of
 * a run without interruption.
 */
class ResumeIT {
  private static final long SEED = Long.getLong("nfcs.seed", 20_261_130L);

  @TempDir Path folder;

  @Test
  @Timeout(240)
  void shouldBeAsIfNothingHadHappenedAfterTwoKills() throws Exception {
    killAndGoOn(2);
  }

  @Test
  @Tag("torture")
  @Timeout(1800)
  void shouldBeAsIfNothingHadHappenedAfterTwentyKills() throws Exception {
    killAndGoOn(20);
  }

  @Test
  @Timeout(60)
  void shouldSayWhyARunCannotBeGoneOnWith() throws Exception {
    NfcsProcess first = run("--ticks", "50");
    assertEquals(0, first.await(60), first::toString);
    NfcsProcess other = run("--ticks", "60", "--set", "cgl.dt=0.004");
    assertEquals(ExitStatus.UNUSABLE, other.await(60), other::toString);
    assertTrue(
        other.err().contains("cannot be resumed: cgl.dt is 0.004 and was "), other::toString);
    assertTrue(other.err().contains("or without --resume"), other::toString);
    NfcsProcess done = run("--ticks", "50");
    assertEquals(ExitStatus.UNUSABLE, done.await(60), done::toString);
    assertTrue(done.err().contains("nothing is left to do"), done::toString);
    NfcsProcess nowhere = NfcsProcess.start(folder, "run", "--resume");
    assertEquals(ExitStatus.UNUSABLE, nowhere.await(60), nowhere::toString);
    assertTrue(nowhere.err().contains("--data"), nowhere::toString);
    assertEquals(50, digests(folder.resolve("data")).size());
  }

  private void killAndGoOn(int kills) throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int kill = 1; kill <= kills; kill++) {
      NfcsProcess run = run("--ticks", "1000000");
      assertTrue(
          run.awaitError("after the start of the process", Duration.ofSeconds(60)), run::toString);
      System.err.println("kill " + kill + ": " + run.err().lines().toList().getLast());
      run.awaitExit(Duration.ofMillis(random.nextInt(0, 4000)));
      run.kill();
    }
    int before = digests(folder.resolve("data")).size();
    int ticks = before + 50;
    NfcsProcess last = run("--ticks", Integer.toString(ticks));
    assertEquals(0, last.await(90), last::toString);
    JsonNode summary = last.json();
    assertEquals(ticks, summary.at("/store/ticks").asInt(), summary::toString);
    List<Long> digests = digests(folder.resolve("data"));
    assertEquals(ticks, digests.size());
    SimulatedRun.run(folder.resolve("unbroken"), config(ticks));
    List<Long> unbroken = digests(folder.resolve("unbroken"));
    for (int tick = 0; tick < ticks; tick++) {
      assertEquals(unbroken.get(tick), digests.get(tick), "tick " + tick + ", seed " + SEED);
    }
    assertEquals(ticks, unbroken.size());
    NfcsProcess replay =
        NfcsProcess.start(
            folder, "replay", folder.resolve("data").toString(), "--verify", "--json");
    assertEquals(0, replay.await(90), replay::toString);
    assertEquals(ticks, replay.json().at("/equal").asInt(), replay::toString);
  }

  private NfcsConfig config(int ticks) {
    try (JournalReader reader = new JournalReader(Journal.folder(folder.resolve("data")))) {
      RunHeader header = Objects.requireNonNull(reader.latestRun());
      assertTrue(header.firstTick() > 0, header::toString);
      return NfcsConfig.parse("header", header.config()).with("run.ticks", Integer.toString(ticks));
    }
  }

  /**
   * Returns the digests of all ticks; fails if a tick is missing, appears twice or belongs to
   * another run.
   */
  private static List<Long> digests(Path data) {
    List<Long> digests = new ArrayList<>();
    try (JournalReader reader = new JournalReader(Journal.folder(data))) {
      List<Long> runs = new ArrayList<>();
      reader.ticks(tick -> {
        assertEquals(digests.size(), tick.number());
        digests.add(tick.digest());
        runs.add(reader.run().run());
      });
      assertEquals(1, runs.stream().distinct().count());
    }
    return digests;
  }

  private NfcsProcess run(String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "--resume",
                "--json",
                "--data",
                folder.resolve("data").toString(),
                "--hz",
                "50",
                "--set",
                "journal.keyframe_ticks=60",
                // so that the intent of a tick is there before the next begins, however slow it was
                "--set",
                "ring.threads=inline",
                "--set",
                "grid.thin_client_port=0"));
    arguments.addAll(List.of(more));
    return NfcsProcess.start(folder, arguments.toArray(String[]::new));
  }
}
