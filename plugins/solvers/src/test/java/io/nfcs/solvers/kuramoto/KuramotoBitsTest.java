package io.nfcs.solvers.kuramoto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same bits from JVMs with vectors of different length, and from one without vectors. */
@Timeout(180)
class KuramotoBitsTest {
  @Test
  void shouldGiveTheSameBitsWhateverTheVectorLength() throws IOException, InterruptedException {
    String arch = System.getProperty("os.arch", "");
    assumeTrue(arch.equals("amd64") || arch.equals("x86_64"), "UseAVX is a flag of x86-64");
    String expected = bits("--add-modules=jdk.incubator.vector");
    assertTrue(expected.startsWith("bits "), expected);
    for (int avx = 0; avx <= 2; avx++) {
      String flag = "-XX:UseAVX=" + avx;
      assertEquals(expected, bits("--add-modules=jdk.incubator.vector", flag), flag);
    }
    assertEquals(expected, bits("-Xint"), "scalar twin, interpreted");
  }

  private static String bits(String... flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(KuramotoBits.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output.lines().filter(line -> line.startsWith("bits ")).findFirst().orElse(output);
  }
}
