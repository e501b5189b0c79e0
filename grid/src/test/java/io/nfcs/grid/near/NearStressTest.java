package io.nfcs.grid.near;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nfcs.fork.ForkedJvm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run of {@link NearStress} by jcstress, in processes of its own. */
class NearStressTest {
  @Test
  @Tag("torture")
  @Timeout(1200)
  void shouldHaveNoForbiddenOutcome(@TempDir Path folder) throws Exception {
    Path out = folder.resolve("jcstress.out");
    int status =
        ForkedJvm.of(
                "org.openjdk.jcstress.Main",
                List.of(),
                "-t",
                NearStress.class.getName(),
                "-m",
                "quick",
                "-r",
                folder.resolve("results").toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start()
            .waitFor();
    String said = Files.readString(out, StandardCharsets.ISO_8859_1);
    assertEquals(0, status, said);
    System.err.println(said.substring(Math.max(0, said.length() - 2000)));
  }
}
