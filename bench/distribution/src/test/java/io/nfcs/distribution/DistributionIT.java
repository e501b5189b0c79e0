package io.nfcs.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nfcs.fork.Leash;
import io.nfcs.house.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The distribution, unpacked where there is neither Java nor Maven. */
@Timeout(180)
class DistributionIT {
  private static final Path TARGET = Sources.ROOT.resolve("bench/distribution/target");
  private static final String NAME = "nfcs-0.1.0";

  /** All that the launcher needs of a system. */
  private static final List<String> TOOLS =
      List.of("bash", "dirname", "env", "readlink", "sed", "sh");

  @TempDir private static Path folder;

  @BeforeAll
  static void unpack() throws Exception {
    String archive = TARGET.resolve(NAME + "-linux-x64.tar.gz").toString();
    Process tar =
        new ProcessBuilder("tar", "xzf", archive, "-C", folder.toString()).inheritIO().start();
    assertEquals(0, tar.waitFor());
    Path tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool : TOOLS) {
      Path found =
          Stream.of("/bin", "/usr/bin")
              .map(bin -> Path.of(bin, tool))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow();
      Files.createSymbolicLink(tools.resolve(tool), found);
    }
  }

  @Test
  void shouldRunReplayAndExamineTheMachine() throws Exception {
    String data = folder.resolve("data").toString();
    List<String> quiet =
        List.of("--set", "monitor.port=0", "--set", "grid.thin_client_port=0", "--json");
    JsonNode run = nfcs(0, quiet, "run", "--ticks", "50", "--data", data);
    assertEquals(50, run.at("/ticks").asInt(), run::toString);
    JsonNode replay = nfcs(0, List.of("--json"), "replay", data, "--verify");
    assertEquals(50, replay.at("/equal").asInt(), replay::toString);
    // its exit status judges the machine
    JsonNode doctor = nfcs(-1, List.of("--json"), "doctor", "--data", data);
    JsonNode flags = doctor.at("/checks/0");
    assertEquals("flags", flags.at("/name").asText());
    assertTrue(flags.at("/ok").asBoolean(), doctor::toString);
  }

  @Test
  void shouldCarryNothingThatOnlyMeasures() throws IOException {
    List<String> foreign =
        jars().stream()
            .filter(jar -> jar.matches("(jmh|junit|hamcrest|ehcache|chronicle-map|JTrans|arch).*"))
            .toList();
    assertEquals(List.of(), foreign);
    assertTrue(jars().contains(NAME.replace("nfcs-", "nfcs-lab-") + ".jar"), jars()::toString);
  }

  @Test
  void shouldSayWhatItIsMadeOf() throws IOException {
    JsonNode sbom =
        new ObjectMapper().readTree(folder.resolve(NAME).resolve("nfcs-sbom.json").toFile());
    Set<String> named = new TreeSet<>();
    sbom.at("/components")
        .forEach(each -> named.add(each.at("/name").asText() + "-" + each.at("/version").asText()));
    Set<String> carried =
        jars().stream()
            // the native part of a library is one with it
            .map(jar -> jar.replaceFirst("(-native)?\\.jar$", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(named, carried);
  }

  private static List<String> jars() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(NAME).resolve("lib"))) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private static JsonNode nfcs(int status, List<String> options, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(folder.resolve(NAME).resolve("bin/nfcs").toString());
    command.addAll(List.of(arguments));
    command.addAll(options);
    Path out = Files.createTempFile(folder, "nfcs", ".out");
    Path err = Files.createTempFile(folder, "nfcs", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(Leash.on(command))
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", folder.resolve("tools").toString());
    builder.environment().put("HOME", folder.toString());
    Process process = builder.start();
    assertTrue(process.waitFor(120, TimeUnit.SECONDS));
    if (status >= 0) {
      assertEquals(status, process.exitValue(), Files.readString(err));
    }
    return new ObjectMapper().readTree(out.toFile());
  }
}
