package io.nfcs.lab.suite;

import io.nfcs.config.StartException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process that looks at a run from outside as a scraper and a browser with the page do, on
 * request: metrics and picture each second, and the stream of events.
 *
 * <p>The parent writes a byte for a command, {@code l} to look or {@code r} to rest, and waits for
 * the byte {@code d}, which comes when the process has changed over.
 *
 * <p><b>Threads.</b> One. <b>Owns</b> the process, which ends with its parent, as its input does.
 * <b>Fails</b> with a {@link StartException} if the process has ended.
 */
final class Onlooker implements AutoCloseable {
  private static final int LOOK = 'l';
  private static final int REST = 'r';
  private static final int DONE = 'd';
  private static final int LEAST_BUFFER_BYTES = 1024;
  private static final String EVENTS = "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private final Process process;

  private Onlooker(Process process) {
    this.process = process;
  }

  /**
   * Starts a process that rests.
   *
   * @param port port of the run's endpoint on loopback
   * @param idle pages that it also keeps open and never reads
   */
  static Onlooker start(int port, int idle) throws IOException {
    return new Onlooker(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // no compiler of its own that takes time from the run
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Onlooker.class.getName(),
                Integer.toString(port),
                Integer.toString(idle))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** Starts to look at the run. */
  void look() throws IOException {
    tell(LOOK);
  }

  /** Stops looking. */
  void rest() throws IOException {
    tell(REST);
  }

  private void tell(int command) throws IOException {
    OutputStream out = process.getOutputStream();
    out.write(command);
    out.flush();
    if (process.getInputStream().read() != DONE) {
      throw new StartException("the process that looks at the run has ended", null);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }

  /**
   * Runs the process.
   *
   * @param args port of the endpoint, number of idle pages
   */
  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[0]);
    int idle = Integer.parseInt(args[1]);
    Look look = null;
    try (InputStream in = new FileInputStream(FileDescriptor.in);
        OutputStream out = new FileOutputStream(FileDescriptor.out)) {
      int command = in.read();
      while (command >= 0) {
        if (look != null) {
          look.close();
        }
        look = command == LOOK ? new Look(port, idle) : null;
        out.write(DONE);
        command = in.read();
      }
    }
  }

  /** One look, from the opening of the page until it is closed. */
  private static final class Look implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ScheduledExecutorService each =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("scraper").daemon().factory());
    private final URI run;
    private final CompletableFuture<@Nullable Void> events;
    private final Future<?> scraping;
    private final List<Socket> unread = new ArrayList<>();

    Look(int port, int idle) throws IOException {
      run = URI.create("http://127.0.0.1:" + port);
      for (int i = 0; i < idle; i++) {
        Socket socket = new Socket();
        unread.add(socket);
        // so that unread events fill all buffers
        socket.setReceiveBufferSize(LEAST_BUFFER_BYTES);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.getOutputStream().write(EVENTS.getBytes(StandardCharsets.US_ASCII));
      }
      get("/");
      get("/state");
      events =
          client
              .sendAsync(request("/events"), BodyHandlers.ofByteArrayConsumer(_ -> {}))
              .thenApply(HttpResponse::body);
      scraping = each.scheduleAtFixedRate(this::scrape, 0, 1, TimeUnit.SECONDS);
    }

    private void scrape() {
      for (String path : List.of("/metrics", "/field")) {
        try {
          get(path);
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }
    }

    private void get(String path) throws IOException {
      try {
        client.send(request(path), BodyHandlers.discarding());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private HttpRequest request(String path) {
      return HttpRequest.newBuilder(run.resolve(path)).build();
    }

    @Override
    public void close() throws IOException {
      scraping.cancel(true);
      each.shutdownNow();
      events.cancel(true);
      client.shutdownNow();
      for (Socket socket : unread) {
        socket.close();
      }
    }
  }
}
