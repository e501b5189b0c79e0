package io.nfcs.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nfcs.house.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A page in a real browser, by the driver of Node.js; screenshots are left in {@code
 * bench/target/screenshots}.
 */
public final class OpenedPage {
  private static final Path BENCH = Sources.ROOT.resolve("bench");
  private static final Path MODULES = BENCH.resolve("target/node/node_modules");

  private OpenedPage() {}

  /**
   * Opens a page and returns the result of a script; errors, requests and parts that do not fit
   * fail the test. Without a browser the test is skipped.
   *
   * @param script of {@code bench/lab/src/test/node}
   * @param width of the browser, in pixels
   */
  public static JsonNode open(String script, Path page, int width)
      throws IOException, InterruptedException {
    assumeTrue(
        Files.isDirectory(MODULES.resolve("playwright-core"))
            && Files.isExecutable(Path.of("/usr/bin/chromium")),
        "skipped: no chromium, or no playwright-core in " + MODULES + "; .ci/run installs both");
    Path screenshots = Files.createDirectories(BENCH.resolve("target/screenshots"));
    String name = String.valueOf(page.getFileName()).replace(".html", "");
    Path out = page.resolveSibling("page.json");
    Path err = page.resolveSibling("page.err");
    ProcessBuilder builder =
        new ProcessBuilder(
                "node",
                BENCH.resolve("lab/src/test/node").resolve(script).toString(),
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
