package io.nfcs.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nfcs.fork.ForkedJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** Runs of Jazzer in a process of its own, which has all cores and may crash. */
public final class Fuzzing {
  private static final int MOST_LINES = 1000;

  private Fuzzing() {}

  /**
   * Fuzzes a class for a minute, and fails with Jazzer's output if it found anything.
   *
   * @param target has a public static method {@code fuzzerTestOneInput(byte[])}
   * @param folder for what Jazzer writes
   * @param examples folder of inputs to begin with
   */
  public static void run(Class<?> target, Path folder, Path examples)
      throws IOException, InterruptedException {
    Path found = Files.createDirectories(folder.resolve("found"));
    Path out = folder.resolve("jazzer.out");
    int status =
        ForkedJvm.of(
                "com.code_intelligence.jazzer.Jazzer",
                List.of(),
                "--target_class=" + target.getName(),
                "--instrumentation_includes=io.nfcs.**",
                "-max_total_time=60",
                found.toString(),
                examples.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start()
            .waitFor();
    Deque<String> lines = new ArrayDeque<>();
    // the log of a target may exceed the memory
    try (Stream<String> all = Files.lines(out, StandardCharsets.ISO_8859_1)) {
      for (String line : (Iterable<String>) all::iterator) {
        lines.addLast(line);
        if (lines.size() > MOST_LINES) {
          lines.removeFirst();
        }
      }
    }
    assertEquals(0, status, () -> String.join("\n", lines));
    System.err.println(target.getSimpleName() + ": " + lines.getLast());
  }
}
