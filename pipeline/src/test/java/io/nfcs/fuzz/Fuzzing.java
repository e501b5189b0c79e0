package io.nfcs.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nfcs.fork.ForkedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs Jazzer in a process of its own, which has all cores and whose crash is not ours. */
public final class Fuzzing {
  private Fuzzing() {}

  /**
   * Fuzzes a class for a minute, and fails with what Jazzer said if it found anything.
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
    List<String> lines = Files.readAllLines(out);
    assertEquals(0, status, () -> String.join("\n", lines));
    System.err.println(target.getSimpleName() + ": " + lines.getLast());
  }
}
