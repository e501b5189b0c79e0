package io.nfcs.solvers.cgl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.solvers.cgl.simd.FieldKernels;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Equal bits from every vector width, from the scalar twin, and from JVMs with other flags. */
@Tag("slow")
@Timeout(180)
class CglDeterminismTest {
  private static final String VECTORS = "--add-modules=jdk.incubator.vector";

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8})
  void shouldGetTheSameBitsFromTheScalarTwin(int lanes) {
    assertEquals(CglDigest.of(FieldKernels.best()), CglDigest.of(FieldKernels.scalar(lanes)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:UseAVX=0", "-XX:UseAVX=1", "-XX:UseAVX=2", "-XX:UseAVX=3"})
  void shouldGetTheSameBitsAtEveryVectorWidth(String flag)
      throws IOException, InterruptedException, URISyntaxException {
    assertEquals(expected(), fork(VECTORS, "-XX:+IgnoreUnrecognizedVMOptions", flag));
  }

  @Test
  void shouldGetTheSameBitsFromAnInterpretedRun()
      throws IOException, InterruptedException, URISyntaxException {
    assertEquals(expected(), fork(VECTORS, "-XX:TieredStopAtLevel=1"));
  }

  @Test
  void shouldGetTheSameBitsWithoutTheVectorModuleAndSayWhyItIsSlow()
      throws IOException, InterruptedException, URISyntaxException {
    String output = output();
    assertTrue(output.contains(expected()), output);
    assertTrue(output.contains("started without --add-modules jdk.incubator.vector"), output);
  }

  private static String expected() {
    return "digest " + Long.toHexString(CglDigest.of(FieldKernels.best()));
  }

  private static String fork(String... flags)
      throws IOException, InterruptedException, URISyntaxException {
    return output(flags)
        .lines()
        .filter(line -> line.startsWith("digest"))
        .findFirst()
        .orElse("no digest");
  }

  private static String output(String... flags)
      throws IOException, InterruptedException, URISyntaxException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.add("-cp");
    command.add(
        place(CglSolver.class) + System.getProperty("path.separator") + place(CglDigest.class));
    command.add(CglDigest.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  private static Path place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
