package io.nfcs.distribution.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nfcs.counters.CounterId;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint of a running loop, asked well and badly. */
@Timeout(60)
class EndpointTest {
  @TempDir private static Path folder;

  private static MonitoredRun run;

  @BeforeAll
  static void start() throws Exception {
    run = MonitoredRun.start(folder, Map.of());
  }

  @AfterAll
  static void stop() {
    run.close();
  }

  @Test
  void shouldBeAliveAndReadyWhileTicksCome() throws Exception {
    HttpResponse<String> response = run.get("/health");
    while (response.statusCode() != 200 && !Thread.currentThread().isInterrupted()) {
      run.nfcs().await(Duration.ofMillis(50));
      response = run.get("/health");
    }
    JsonNode health = new ObjectMapper().readTree(response.body());
    assertTrue(health.path("live").path("ok").asBoolean(), response.body());
    assertTrue(health.path("ready").path("ok").asBoolean(), response.body());
    assertEquals(200, run.get("/health/live").statusCode());
    assertEquals(200, run.get("/health/ready").statusCode());
  }

  @Test
  void shouldSpeakOpenMetricsToWhoAsksForIt() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(run.uri("/metrics"))
            .header("Accept", "application/openmetrics-text; version=1.0.0")
            .build();
    HttpResponse<String> response = run.send(request);
    String type = response.headers().firstValue("Content-Type").orElse("");
    assertTrue(type.startsWith("application/openmetrics-text"), type);
    assertTrue(response.body().endsWith("# EOF\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nfcs_esc_reused_batches_total",
        "nfcs_policy_decisions_total{result=\"hit\"}",
        "nfcs_policy_epoch"
      })
  void shouldExportWhatStagesTell(String metric) throws Exception {
    String body = run.get("/metrics").body();
    assertTrue(body.contains("\n" + metric + " "), body);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /none, 404",
    "POST, /metrics, 405",
    "DELETE, /health, 405",
    "GET, /../../etc/passwd, 404",
    "GET, /metrics/%2e%2e/x, 404",
  })
  void shouldRefuseAndCount(String method, String path, int status) throws Exception {
    refused(status, method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  @Test
  void shouldRefuseRequestsThatWereMeantForAnotherHost() throws Exception {
    refused(403, "GET /metrics HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    refused(403, "GET /metrics HTTP/1.1\r\nHost: evil.example:" + run.port() + "\r\n\r\n");
  }

  @Test
  void shouldRefuseWhatIsMalformed() throws Exception {
    refused(400, "GARBAGE\r\n\r\n");
    refused(400, "GET /metrics HTTP/1.1\r\nHost: localhost\r\nno colon here\r\n\r\n");
    refused(400, "GET /metrics HTTP/1.1\r\n\r\n");
  }

  @Test
  void shouldRefuseWhatIsTooLarge() throws Exception {
    String much = "x".repeat(100_000);
    refused(414, "GET /" + much + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    refused(400, "GET /metrics HTTP/1.1\r\nHost: localhost\r\nX: " + much + "\r\n\r\n");
    HttpRequest large =
        HttpRequest.newBuilder(run.uri("/metrics")).POST(BodyPublishers.ofString(much)).build();
    assertEquals(413, run.send(large).statusCode());
    refused(
        413, "GET /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n" + much);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/page.css",
        "/page.js",
        "/uplot.css",
        "/uplot.js",
        "/state",
        "/summary",
        "/late",
        "/events",
        "/field",
        "/metrics",
        "/health",
        "/health/live",
        "/health/ready",
        "/none"
      })
  void shouldAnswerHeadWhereverItAnswersGet(String path) throws Exception {
    String host = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    String head = RawClient.ask(run.port(), "HEAD " + path + host);
    assertTrue(head.endsWith("\r\n\r\n"), head);
    if (!path.equals("/events")) {
      String get = RawClient.ask(run.port(), "GET " + path + host);
      assertEquals(fields(get), fields(head));
    }
    assertTrue(head.contains("frame-ancestors 'none'"), head);
  }

  /** Returns the status line and names of the headers of an answer. */
  private static List<String> fields(String answer) {
    return answer
        .substring(0, answer.indexOf("\r\n\r\n"))
        .lines()
        .map(line -> line.startsWith("HTTP") ? line : line.substring(0, line.indexOf(':')))
        // whether the run is ready may change between two
        .map(line -> line.replaceFirst(" (200 OK|503 .*|204 .*)", " 2xx"))
        .filter(name -> !name.startsWith("Content-"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST",
        "LocalHost:9464",
        "localhost.",
        "localhost.:1",
        "127.0.0.1",
        "127.0.0.2:9464",
        "[::1]",
        "[::1]:9464",
        "[0:0:0:0:0:0:0:1]",
        "127.0.0.1:"
      })
  void shouldKnowEachNameOfThisMachine(String host) throws Exception {
    assertEquals(
        200, RawClient.send(run.port(), "GET /late HTTP/1.1\r\nHost: " + host + "\r\n\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example:9464",
        "",
        "::1",
        "[::2]",
        "128.0.0.1",
        "localhost:9464.evil.example"
      })
  void shouldTakeNoOtherNameForThisMachine(String host) throws Exception {
    int status = RawClient.send(run.port(), "GET /late HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    assertTrue(status == 403 || status == 400, host + " " + status);
  }

  @Test
  void shouldTakeNoNameHoweverLongForThisMachine() throws Exception {
    refused(403, "GET /late HTTP/1.1\r\nHost: [" + ":".repeat(7000) + "1]\r\n\r\n");
  }

  @Test
  void shouldAnswerClientsOfHttp10() throws Exception {
    String answer = RawClient.ask(run.port(), "GET /late HTTP/1.0\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
    assertEquals(
        403, RawClient.send(run.port(), "GET /late HTTP/1.0\r\nHost: evil.example\r\n\r\n"));
  }

  @ParameterizedTest
  @CsvSource({"OPTIONS, 204", "POST, 405", "TRACE, 405", "BREW, 501", "get, 501"})
  void shouldSayWhatIsAllowed(String method, int status) throws Exception {
    String answer =
        RawClient.ask(
            run.port(), method + " / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    assertTrue(answer.contains("\r\nAllow: GET, HEAD, OPTIONS\r\n"), answer);
  }

  /** Silent, half a request, events that nobody reads, a page that nobody reads. */
  @Test
  void shouldAnswerTheOperatorAmongStrangers() throws Exception {
    List<String> habits =
        List.of(
            "",
            "GET /metrics HTTP/1.1\r\nHost: local",
            "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /state HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(20));
    List<Socket> strangers = new ArrayList<>();
    try {
      for (int i = 0; i < 512; i++) {
        strangers.add(RawClient.stay(run.port(), habits.get(i % habits.size())));
      }
      for (String path : List.of("/health/live", "/metrics", "/health/ready", "/")) {
        assertEquals(200, run.get(path).statusCode(), path);
      }
      assertTrue(run.get("/metrics").body().contains("nfcs_http_connections_ended_total{reason="));
    } finally {
      for (Socket stranger : strangers) {
        stranger.close();
      }
    }
  }

  private static void refused(int status, String request) throws Exception {
    long before = counted(status);
    long ticks = run.nfcs().counters().value(CounterId.TICKS_JOURNALLED);
    assertEquals(status, RawClient.send(run.port(), request));
    while (counted(status) <= before && !Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
    while (run.nfcs().counters().value(CounterId.TICKS_JOURNALLED) <= ticks
        && !Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
  }

  private static long counted(int status) throws IOException, InterruptedException {
    Matcher line =
        Pattern.compile("nfcs_http_requests_total\\{status=\"" + status + "\"} (\\d+)")
            .matcher(run.get("/metrics").body());
    return line.find() ? Long.parseLong(line.group(1)) : 0;
  }
}
