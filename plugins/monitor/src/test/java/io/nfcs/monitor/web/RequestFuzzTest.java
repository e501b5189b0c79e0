package io.nfcs.monitor.web;

import io.nfcs.fuzz.Fuzzing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests that Jazzer derives from valid ones, for a minute. */
@Tag("torture")
@Timeout(300)
class RequestFuzzTest {
  @TempDir Path folder;

  @Test
  void shouldAnswerOrRefuseAnyRequests() throws Exception {
    Path requests = Files.createDirectory(folder.resolve("requests"));
    Files.writeString(
        requests.resolve("one"),
        """
        GET /metrics?token=a%20b HTTP/1.1\r
        Host: localhost:9464\r
        Accept: */*\r
        \r
        HEAD http://[::1]/ HTTP/1.0\r
        Connection: keep-alive, close\r
        \r
        """);
    Files.writeString(
        requests.resolve("two"),
        "\r\nPOST /events HTTP/1.1\nHost: a\nContent-Length: 3\nTransfer-Encoding: chunked\n\nabc");
    Fuzzing.run(Requests.class, folder, requests);
  }

  /** Each response has a known status, and there are at most as many responses as requests. */
  static final class Requests {
    private static final Set<Integer> KNOWN = Set.of(200, 400, 413, 414, 505);

    private Requests() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      int[] answers = new int[1];
      Session.Context context =
          new Session.Context(
              exchange -> {
                check(exchange.request());
                exchange
                    .header("X-Path", exchange.request().path())
                    .send(200, exchange.request().host().getBytes(StandardCharsets.ISO_8859_1));
              },
              () -> Instant.EPOCH,
              status -> {
                answers[0]++;
                if (!KNOWN.contains(status)) {
                  throw new IllegalStateException("status " + status);
                }
              },
              failure -> {
                throw new IllegalStateException(failure);
              });
      new Session(new ByteArrayInputStream(data), out, context, false, _ -> {}).run();
      String text = out.toString(StandardCharsets.ISO_8859_1);
      if (text.split("HTTP/1\\.1 \\d{3} [A-Za-z ]+\r\n", -1).length - 1 < answers[0]) {
        throw new IllegalStateException(answers[0] + " answers in " + text);
      }
    }

    private static void check(Request request) {
      boolean isWhole = request.path().startsWith("/") || request.path().equals("*");
      if (!isWhole || request.method().isEmpty() || request.host().contains(" ")) {
        throw new IllegalStateException(request.toString());
      }
    }
  }
}
