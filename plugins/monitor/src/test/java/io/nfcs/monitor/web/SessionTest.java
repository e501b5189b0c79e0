package io.nfcs.monitor.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Valid and malformed input of clients; {@code |} stands for the end of a line. */
class SessionTest {
  private final List<Request> requests = new ArrayList<>();

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "GET / HTTP/1.1|Host: a||; 200",
        "|||GET / HTTP/1.1|Host: a||; 200",
        "GET / HTTP/1.1|host:a||; 200",
        "GET / HTTP/1.1|HOST: \t a \t||; 200",
        "GET / HTTP/1.1|Host:||; 200",
        "GET / HTTP/1.1|Host: [::1]:9464||; 200",
        "GET / HTTP/1.2|Host: a||; 200",
        "GET / HTTP/1.0||; 200",
        "GET / HTTP/1.1|Host: a|Content-Length: 0||; 200",
        "POST / HTTP/1.1|Host: a||; 200",
        "OPTIONS * HTTP/1.1|Host: a||; 200",
        "CONNECT a:80 HTTP/1.1|Host: a||; 200",
        "GET http://a/ HTTP/1.1|Host: b||; 200",
        "GET //a/ HTTP/1.1|Host: a||; 200",
        "GET /../%2e%2e/etc/passwd HTTP/1.1|Host: a||; 200",
        "GET http://a/ HTTP/1.1|Host: a|Host: b||; 400",
        "GET http://a@b/ HTTP/1.1|Host: a||; 400",
        "GET / HTTP/1.1||; 400",
        "GET / HTTP/1.1|Host: a|Host: a||; 400",
        "GET / HTTP/1.1|Host: a b||; 400",
        "GET / HTTP/1.1|Host: a@b||; 400",
        "GET / HTTP/1.1|Host: a:b||; 400",
        "GET / HTTP/1.1|Host : a||; 400",
        "GET / HTTP/1.1|Host: a| folded||; 400",
        "GET / HTTP/1.1|Host: a|: b||; 400",
        "GET / HTTP/1.1|Host: a|no colon||; 400",
        "GET / HTTP/1.1|Host: a|Content-Length: -1||; 400",
        "GET / HTTP/1.1|Host: a|Content-Length: 1, 1||; 400",
        "GET / HTTP/1.1|Host: a|Content-Length:||; 400",
        "GET / HTTP/1.1|Host: a|Content-Length: +0||; 400",
        "GET / HTTP/1.1|Host: a|Content-Length: 0x0||; 400",
        "GET / HTTP/1.1|Host: a|Transfer-Encoding : chunked||; 400",
        "GET / HTTP/1.1|Host: a|Transfer-Encoding:| chunked||; 400",
        "GET  / HTTP/1.1|Host: a||; 400",
        "GET / HTTP/1.1 |Host: a||; 400",
        "GET /|Host: a||; 400",
        "GET a HTTP/1.1|Host: a||; 400",
        "GET ftp://a/ HTTP/1.1|Host: a||; 400",
        "GET /%zz HTTP/1.1|Host: a||; 400",
        "GET /%4 HTTP/1.1|Host: a||; 400",
        "G(T / HTTP/1.1|Host: a||; 400",
        "GET / http/1.1|Host: a||; 400",
        "GET / HTTP/11|Host: a||; 400",
        "GET / HTTP/1.1|Host: a; 400",
        "||||||||||||; 400",
        "GET / HTTP/1.1|Host: a|Content-Length: 5||hello; 413",
        "GET / HTTP/1.1|Host: a|Transfer-Encoding: chunked||0||; 413",
        "GET / HTTP/1.1|Host: a|Transfer-Encoding: identity||; 413",
        "GET / HTTP/1.1|Host: a|Content-Length: 0|Transfer-Encoding: chunked||0||; 413",
        "GET / HTTP/1.1|Host: a|Content-Length: 0|Content-Length: 99999999999999999999||; 413",
        "PRI * HTTP/2.0||SM||; 505",
        "GET / HTTP/0.9|Host: a||; 505",
      })
  void shouldAnswerAsTheStandardsSay(String request, int status) throws Exception {
    String answer = answer(request.replace("|", "\r\n"));
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    boolean isLast = status >= 400 || request.contains("HTTP/1.0");
    assertEquals(isLast, answer.contains("Connection: close\r\n"), answer);
    assertEquals(answer, answer(request.replace("|", "\n")), "line ends of one byte");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "\r", "\u0001", "\u007f"})
  void shouldRefuseSignsThatMeanSomethingElseElsewhere(String sign) throws Exception {
    String header = answer("GET / HTTP/1.1\r\nHost: a\r\nX: a" + sign + "b\r\n\r\n");
    assertTrue(header.startsWith("HTTP/1.1 400 "), header);
    String path = answer("GET /a" + sign + "b HTTP/1.1\r\nHost: a\r\n\r\n");
    assertTrue(path.startsWith("HTTP/1.1 400 "), path);
  }

  @Test
  void shouldRefuseWhatIsTooLarge() throws Exception {
    String much = "x".repeat(100_000);
    String line = answer("GET /" + much + " HTTP/1.1\r\nHost: a\r\n\r\n");
    assertTrue(line.startsWith("HTTP/1.1 414 "), line);
    String header = answer("GET / HTTP/1.1\r\nHost: a\r\nX: " + much + "\r\n\r\n");
    assertTrue(header.startsWith("HTTP/1.1 400 "), header);
    String many = answer("GET / HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(10_000) + "\r\n");
    assertTrue(many.startsWith("HTTP/1.1 400 "), many);
    String most = answer("GET / HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(99) + "\r\n");
    assertTrue(most.startsWith("HTTP/1.1 200 "), most);
    String oneMore = answer("GET / HTTP/1.1\r\nHost: a\r\n" + "X:\r\n".repeat(100) + "\r\n");
    assertTrue(oneMore.startsWith("HTTP/1.1 400 "), oneMore);
  }

  @Test
  void shouldAnswerNothingBehindWhatItRefused() throws Exception {
    String smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    for (String length : List.of("Content-Length: 5", "Transfer-Encoding: chunked", "no colon")) {
      answer("POST / HTTP/1.1\r\nHost: a\r\n" + length + "\r\n\r\n0\r\n\r\n" + smuggled);
    }
    assertEquals(List.of(), requests);
  }

  @Test
  void shouldLetNobodyWriteHeaders() throws Exception {
    String answer = answer("GET /a%0d%0aX-Own:%20b%00 HTTP/1.1\r\nHost: a\r\n\r\n");
    assertTrue(answer.contains("\r\nX-Path: /a  X-Own: b \r\n"), answer);
  }

  @Test
  void shouldReadTargetsInEachForm() throws Exception {
    answer("GET /a%2Fb%20c?token=x%26y&z=1&token=2&empty HTTP/1.1\r\nHost: A:1\r\n\r\n");
    Request request = requests.getFirst();
    assertEquals("/a/b c", request.path());
    assertEquals("x&y", request.query().get("token"));
    assertEquals("1", request.query().get("z"));
    assertEquals("A:1", request.host());
    answer("GET HTTP://localhost:9464?a=b HTTP/1.1\r\nHost: other\r\n\r\n");
    assertEquals("localhost:9464", requests.get(1).host());
    assertEquals("/", requests.get(1).path());
  }

  private String answer(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Session(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)),
            out,
            new Session.Context(
                exchange -> {
                  requests.add(exchange.request());
                  exchange.header("X-Path", exchange.request().path()).send(200);
                },
                () -> Instant.EPOCH,
                _ -> {},
                failure -> {
                  throw new AssertionError(failure);
                }),
            false,
            _ -> {})
        .run();
    return out.toString(StandardCharsets.ISO_8859_1);
  }
}
