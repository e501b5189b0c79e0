package io.nfcs.monitor.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.fork.ForkedJvm;
import io.nfcs.tick.TickClock;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A server in a process with a low limit of open files. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DescriptorsTest {
  private static final int FILES = 120;
  private static final String REQUEST =
      "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

  @Test
  void shouldComeBackWhenThereAreDescriptorsAgain() throws Exception {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "ulimit -n " + FILES + "; exec \"$@\"", "sh"));
    command.addAll(ForkedJvm.of(Few.class.getName(), List.of("-Xms32m", "-Xmx64m")).command());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = process.inputReader();
        Writer in = process.outputWriter()) {
      int port = Integer.parseInt(String.valueOf(out.readLine()));
      assertTrue(Client.ask(port, REQUEST).endsWith("hello"));
      tell(in, "take");
      assertEquals("taken", out.readLine());
      try (Client waits = new Client(port)) {
        waits.send(REQUEST);
        // the server has failed to accept it, and has tried again
        assertEquals("failed", out.readLine());
        tell(in, "free");
        assertEquals("freed", out.readLine());
        String answer = waits.rest();
        assertTrue(answer.endsWith("hello"), answer);
      }
      List<Client> strangers = new ArrayList<>();
      try {
        for (int i = 0; i < 2 * FILES; i++) {
          strangers.add(new Client(port));
        }
        assertTrue(Client.ask(port, REQUEST).endsWith("hello"), "among idle strangers");
      } finally {
        for (Client stranger : strangers) {
          stranger.close();
        }
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static void tell(Writer in, String what) throws IOException {
    in.write(what + "\n");
    in.flush();
  }

  /** The process: takes all free descriptors, or frees them, on command. */
  static final class Few {
    private Few() {}

    /** Runs it. */
    public static void main(String[] args) throws IOException {
      PrintStream out =
          new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
      HttpServer server =
          new HttpServer(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              null,
              new Limits(10_000, 10_000, 60_000, 60_000, 60_000),
              exchange -> exchange.send(200, "hello".getBytes(StandardCharsets.US_ASCII)),
              TickClock.system()::nanoTime,
              () -> Instant.EPOCH,
              _ -> {},
              new Failures(out)::once);
      out.println(server.port());
      List<InputStream> taken = new ArrayList<>();
      try (FileInputStream in = new FileInputStream(FileDescriptor.in)) {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
          line.append((char) next);
          if (next == '\n') {
            out.println(line.toString().equals("take\n") ? take(server, taken) : free(taken));
            line.setLength(0);
          }
        }
      }
    }

    private static String take(HttpServer server, List<InputStream> taken) {
      while (server.connections() > 0) {
        // its end would free a descriptor for the next
        Thread.onSpinWait();
      }
      try {
        while (true) {
          taken.add(new FileInputStream("/dev/null"));
        }
      } catch (IOException full) {
        return "taken";
      }
    }

    private static String free(List<InputStream> taken) throws IOException {
      for (InputStream one : taken) {
        one.close();
      }
      taken.clear();
      return "freed";
    }
  }

  /** Reports once that something has failed again. */
  private static final class Failures {
    private final PrintStream out;
    private int count;

    Failures(PrintStream out) {
      this.out = out;
    }

    void once(Throwable failure) {
      // the handling of the first failure has been done too, without a descriptor
      if (++count == 2) {
        out.println("failed");
      }
    }
  }
}
