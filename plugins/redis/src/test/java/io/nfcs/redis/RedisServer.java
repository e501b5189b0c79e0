package io.nfcs.redis;

import io.nfcs.fork.Leash;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A real redis-server of this test, on loopback, whose content ends with it unless saved. */
public final class RedisServer implements AutoCloseable {
  private static final Path BINARY = Path.of("/usr/bin/redis-server");

  private final int port;
  private final Path folder;
  private @Nullable Process process;

  private RedisServer(int port, Path folder) {
    this.port = port;
    this.folder = folder;
  }

  /** Starts a server on a free port; the test is skipped where Redis is not installed. */
  public static RedisServer start(Path folder) throws IOException {
    Assumptions.assumeTrue(
        Files.isExecutable(BINARY),
        "needs " + BINARY + " (Debian's package redis-server, which .ci/run installs)");
    RedisServer server = new RedisServer(freePort(), folder);
    server.start();
    return server;
  }

  /** Returns the value of {@code redis.url}. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Starts the server, empty or with the saved content, and waits until it answers. */
  public void start() throws IOException {
    process =
        new ProcessBuilder(
                Leash.on(
                    List.of(
                        BINARY.toString(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--appendonly",
                        "no",
                        "--dir",
                        folder.toString())))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    while (!isThere()) {
      if (!process.isAlive() || Thread.currentThread().isInterrupted()) {
        throw new IOException("redis-server has not started: " + process);
      }
      Thread.onSpinWait();
    }
  }

  /** Runs a command of one line, and fails unless the server confirms it. */
  public void command(String line) throws IOException {
    if (!answers(line)) {
      throw new IOException("redis-server refuses: " + line);
    }
  }

  /** Ends the server as a crash would. */
  public void kill() throws InterruptedException {
    Process running = running();
    running.toHandle().destroyForcibly();
    running.waitFor(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    if (process != null) {
      process.toHandle().destroyForcibly();
    }
  }

  private Process running() {
    if (process == null) {
      throw new IllegalStateException("not started");
    }
    return process;
  }

  private boolean isThere() {
    try {
      return answers("PING");
    } catch (IOException notYet) {
      return false;
    }
  }

  private boolean answers(String line) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
      socket.setSoTimeout(1000);
      return socket.getInputStream().read() == '+';
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
