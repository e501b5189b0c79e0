package io.nfcs.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.fork.Leash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Test of every command and the program of the README. */
// the longest: begun last, it would run alone
@Order(1)
@ResourceLock("BenchmarkLock")
@Timeout(300)
class ReadmeIT {
  /** Commands that are run elsewhere, and the file that runs them. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "mvn verify", ".ci/run",
          "node bench/lab/src/test/node/stage_timing.js 127.0.0.1:10800 1",
              "bench/distribution/src/test/java/io/nfcs/command/NodeThinClientIT.java");

  /** Commands whose exit status judges this machine; no test does. */
  private static final Pattern JUDGING =
      Pattern.compile("bench/nfcs (bench|load|doctor|replay .* --bench).*");

  @TempDir Path folder;

  @Test
  void shouldRunEveryCommand() throws Exception {
    List<String> commands =
        blocks("sh").stream().flatMap(String::lines).map(String::strip).toList();
    assertFalse(commands.isEmpty());
    for (String program : blocks("java")) {
      Files.writeString(folder.resolve(nameOf(program)), program);
    }
    for (String command : commands) {
      if (ELSEWHERE.containsKey(command)) {
        assertRunElsewhere(command);
      } else {
        run(command.replaceFirst("\\w+\\.java", folder + "/$0"));
      }
    }
  }

  @Test
  void shouldEmbedItInFifteenLines() throws IOException {
    long body =
        blocks("java").getFirst().lines().dropWhile(line -> !line.contains("main(")).count();
    assertTrue(body - 3 <= 15, () -> body + " lines");
  }

  private static String nameOf(String program) {
    Matcher declaration = Pattern.compile("^class (\\w+)", Pattern.MULTILINE).matcher(program);
    assertTrue(declaration.find(), program);
    return declaration.group(1) + ".java";
  }

  private static void assertRunElsewhere(String command) throws IOException {
    String file = Files.readString(NfcsProcess.ROOT.resolve(ELSEWHERE.get(command)));
    String last = command.startsWith("node") ? "stage_timing.js" : "verify";
    assertTrue(file.contains(last), command);
  }

  private void run(String command) throws IOException, InterruptedException {
    String here =
        command
            .replace(".nfcs/demo", folder.resolve("demo").toString())
            .replaceFirst("^java ", System.getProperty("java.home") + "/bin/java ");
    Path out = Files.createTempFile(folder, "command", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(Leash.on(List.of("bash", "-c", here)))
            .directory(NfcsProcess.ROOT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("NFCS_NO_BUILD", "1");
    Process process = builder.start();
    assertTrue(process.waitFor(120, TimeUnit.SECONDS), command);
    int expected = JUDGING.matcher(command).matches() ? Math.min(process.exitValue(), 1) : 0;
    assertEquals(expected, process.exitValue(), command + "\n" + Files.readString(out));
  }

  private static List<String> blocks(String language) throws IOException {
    String readme = Files.readString(NfcsProcess.ROOT.resolve("README.md"));
    Pattern block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL);
    try (Stream<String> found = block.matcher(readme).results().map(match -> match.group(1))) {
      return found.toList();
    }
  }
}
