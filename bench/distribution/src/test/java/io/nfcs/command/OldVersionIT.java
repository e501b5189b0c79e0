package io.nfcs.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nfcs.fork.Leash;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A data folder of the version before keyframes and declared quantities, built from its own commit:
 * opened, continued, and replayed as before. Needs the history of the repository, and the network
 * for the libraries of that version.
 */
@Tag("torture")
@Timeout(1800)
class OldVersionIT {
  private static final String COMMIT = "c69110f";
  private static final int MORE = 30;

  @TempDir Path folder;

  @Test
  void shouldGoOnInADataFolderOfTheVersionBefore() throws Exception {
    Path old = folder.resolve("old");
    boolean hasHistory =
        run(folder, "git", "clone", "-q", NfcsProcess.ROOT.toString(), old.toString())
            && run(old, "git", "checkout", "-q", COMMIT);
    assumeTrue(hasHistory, "commit " + COMMIT + " is not in the repository of this checkout");
    assumeTrue(
        run(old, "mvn", "-q", "-B", "-DskipTests", "package"),
        () -> "commit " + COMMIT + " cannot be built here: " + output());
    String data = folder.resolve("data").toString();
    String command = old.resolve("bench/nfcs").toString();
    run(old, command, "run", "--data", data, "--set", "grid.thin_client_port=0", "--json");
    long ticks = json().at("/journal/records").asLong();
    run(old, command, "replay", data, "--verify", "--json");
    assertEquals(ticks, json().at("/equal").asLong(), this::output);

    NfcsProcess more =
        NfcsProcess.start(
            folder,
            "run",
            "--data",
            data,
            "--ticks",
            Integer.toString(MORE),
            "--set",
            "grid.thin_client_port=0",
            "--json");
    assertEquals(0, more.await(120), more::toString);
    assertEquals(ticks + MORE, more.json().at("/store/ticks").asLong(), more::toString);
    assertEquals(ticks + MORE, more.json().at("/journal/records").asLong(), more::toString);
    // the first fills the columns that the rows of before could not have
    rebuild(data);
    JsonNode rows = rebuild(data);
    assertEquals(ticks + MORE, rows.at("/stored").asLong(), rows::toString);
    assertEquals(0, rows.at("/missing").asLong(), rows::toString);
    assertEquals(0, rows.at("/altered").asLong(), rows::toString);
    NfcsProcess replay = NfcsProcess.start(folder, "replay", data, "--verify", "--json");
    assertEquals(0, replay.await(120), replay::toString);
    assertEquals(ticks + MORE, replay.json().at("/equal").asLong(), replay::toString);
    Set<Long> runs = new TreeSet<>();
    replay.json().at("/runs").forEach(run -> runs.add(run.at("/ticks").asLong()));
    assertEquals(Set.of(ticks, (long) MORE), runs);
  }

  private JsonNode rebuild(String data) throws Exception {
    NfcsProcess rebuild = NfcsProcess.start(folder, "store", "rebuild", data, "--json");
    assertEquals(0, rebuild.await(120), rebuild::toString);
    return rebuild.json();
  }

  private boolean run(Path where, String... command) throws Exception {
    Process process =
        new ProcessBuilder(Leash.on(List.of(command)))
            .directory(where.toFile())
            .redirectError(new File(folder.toFile(), "errors"))
            .redirectOutput(new File(folder.toFile(), "output"))
            .start();
    return process.waitFor(1200, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  private String output() {
    try {
      return Files.readString(folder.resolve("output"))
          + Files.readString(folder.resolve("errors"));
    } catch (IOException gone) {
      return gone.toString();
    }
  }

  private JsonNode json() throws Exception {
    return new ObjectMapper().readTree(Files.readString(folder.resolve("output")));
  }
}
