package io.nfcs.fork;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ends of processes whose parent is killed. */
@Timeout(60)
class LeashTest {
  @Test
  void shouldTakeItsProcessesAlongWhenItIsKilled() throws Exception {
    Process parent =
        ForkedJvm.of(Parent.class.getName(), List.of("-Xms32m", "-Xmx64m"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    ProcessHandle child;
    try (BufferedReader out = parent.inputReader()) {
      child = ProcessHandle.of(Long.parseLong(String.valueOf(out.readLine()))).orElseThrow();
      assertTrue(child.isAlive());
    } finally {
      parent.destroyForcibly().waitFor();
    }
    child.onExit().get();
  }

  @Test
  void shouldLeaveACommandAsItIs() throws Exception {
    Process process =
        new ProcessBuilder(Leash.on(List.of("sh", "-c", "echo \"$$ $1\"; exit 3", "sh", "a b")))
            .start();
    // the end of the output does not wait for what watches
    assertEquals(
        process.pid() + " a b\n", new String(process.getInputStream().readAllBytes(), US_ASCII));
    assertEquals(3, process.waitFor());
  }

  /** A process that has another one that never ends. */
  static final class Parent {
    private Parent() {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
      Process child = new ProcessBuilder(Leash.on(List.of("sleep", "100000"))).start();
      System.out.println(child.pid());
      child.waitFor();
    }
  }
}
