package io.nfcs.bench.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nfcs.bench.Sources;
import io.nfcs.bench.report.ComparisonPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The page in a real browser, by the driver of Node.js; screenshots are left in {@code
 * bench/target/screenshots}.
 */
@Timeout(120)
class ComparisonPageTest {
  private static final Path BENCH = Sources.ROOT.resolve("bench");
  private static final Path MODULES = BENCH.resolve("target/node/node_modules");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1280, 400})
  void shouldShowADifference(int width) throws Exception {
    JsonNode page = open(compare("EPYC"), "comparison", width);
    assertTrue(page.at("/verdict").asText().startsWith("worse: a tick takes +"), page::toString);
    assertEquals("Replay benchmark: worse", page.at("/title").asText());
    assertEquals(2, page.at("/charts").asInt(), page::toString);
    assertEquals(4, page.at("/rows").asInt(), page::toString);
    assertTrue(page.at("/facts").asText().contains("200 ticks of run"), page::toString);
    assertEquals("", page.at("/environment").asText(), "nothing differs");
    assertTrue(page.at("/same").asText().contains("EPYC"), page::toString);
    assertEquals(1, page.at("/folded").asInt(), page::toString);
  }

  @Test
  void shouldWriteTimesAsAPersonWould() throws Exception {
    JsonNode page = open(compare("EPYC"), "comparison", 1280);
    assertEquals(
        "[[\"0.8 us\",\"1 us\",\"1.2 us\"],"
            + "[\"900 us\",\"1 ms\",\"1.1 ms\",\"1.2 ms\",\"1.3 ms\"],"
            + "[\"100 us\",\"1 ms\",\"10 ms\",\"100 ms\",\"1 s\"],"
            + "[\"1 ms\",\"10 ms\",\"100 ms\",\"1 s\",\"10 s\",\"100 s\",\"1000 s\"]]",
        page.at("/labels").toString());
    assertEquals(
        "[\"0 us\",\"0.020 us\",\"10.0 us\",\"1.00 ms\",\"1.00 s\",\"60.0 s\"]",
        page.at("/times").toString());
    assertEquals("[\"1 round\",\"2 rounds\"]", page.at("/counts").toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {1280, 400})
  void shouldSayWhyThereIsNone(int width) throws Exception {
    JsonNode page = open(compare("<b>&\"</script>"), "incomparable", width);
    assertEquals(
        "incomparable: cpu differs, EPYC and <b>&\"</script>", page.at("/verdict").asText());
    assertTrue(page.at("/environment").asText().contains("EPYC"), page::toString);
    assertEquals(0, page.at("/charts").asInt(), page::toString);
  }

  private Comparison compare(String cpu) throws IOException {
    Path one = WrittenJournal.write(folder.resolve("one"), "EPYC", 4, 200, 1);
    Path other = WrittenJournal.write(folder.resolve("other"), cpu, 4, 200, 1.3);
    return RecordedRuns.compare(one, other, 0.03, null);
  }

  /** Opens the page; there must be no error, no request and nothing that does not fit. */
  private JsonNode open(Comparison comparison, String name, int width) throws Exception {
    assumeTrue(
        Files.isDirectory(MODULES.resolve("playwright-core"))
            && Files.isExecutable(Path.of("/usr/bin/chromium")),
        "skipped: no chromium, or no playwright-core in " + MODULES + "; .ci/run installs both");
    Path page = folder.resolve(name + ".html");
    ComparisonPage.write(comparison, page);
    Path screenshots = Files.createDirectories(BENCH.resolve("target/screenshots"));
    Path out = folder.resolve("page.json");
    Path err = folder.resolve("page.err");
    ProcessBuilder builder =
        new ProcessBuilder(
                "node",
                BENCH.resolve("src/test/node/open_page.js").toString(),
                page.toString(),
                Integer.toString(width),
                screenshots.resolve(name + "-" + width + ".png").toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("NODE_PATH", MODULES.toString());
    Process node = builder.start();
    assertTrue(node.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, node.exitValue(), () -> read(err));
    JsonNode found = new ObjectMapper().readTree(out.toFile());
    assertEquals(0, found.at("/errors").size(), found::toString);
    assertEquals(0, found.at("/requests").size(), found::toString);
    assertEquals(0, found.at("/overflow").asInt(), found::toString);
    return found;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
