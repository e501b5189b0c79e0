package io.nfcs.monitor.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.tick.TickClock;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sockets, and clients of all kinds. */
@Timeout(60)
class HttpServerTest {
  private static final Limits WIDE = new Limits(64, 64, 20_000, 20_000, 20_000);
  private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n";
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.ISO_8859_1);

  private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final CountDownLatch busy = new CountDownLatch(2);
  private final CountDownLatch working = new CountDownLatch(1);
  private final List<Client> strangers = new ArrayList<>();
  private HttpServer server = start(WIDE);

  @AfterEach
  void stop() throws IOException {
    working.countDown();
    for (Client stranger : strangers) {
      stranger.close();
    }
    server.close();
    assertEquals(0, server.connections());
  }

  @Test
  void shouldAnswerHeadLikeGetWithoutContent() throws Exception {
    String get = Client.ask(server.port(), GET + "Connection: close\r\n\r\n");
    String head =
        Client.ask(server.port(), GET.replace("GET", "HEAD") + "Connection: close\r\n\r\n");
    assertEquals(
        """
        HTTP/1.1 200 OK\r
        Content-Length: 5\r
        Date: Sun, 09 Sep 2001 01:46:40 GMT\r
        Connection: close\r
        \r
        hello\
        """,
        get);
    assertEquals(get.substring(0, get.length() - HELLO.length), head);
    assertEquals(List.of(200, 200), List.copyOf(statuses));
  }

  @Test
  void shouldAnswerOneRequestAfterAnotherUntilAskedToClose() throws Exception {
    try (Client client = new Client(server.port())) {
      assertTrue(client.send(GET + "\r\n").until("hello").startsWith("HTTP/1.1 200 "));
      // two at once, and input after the last is not answered
      client.send(GET + "\r\n" + GET + "Connection: Keep-Alive, CLOSE\r\n\r\n" + GET + "\r\n");
      assertEquals(2, client.rest().split("hello", -1).length - 1);
    }
  }

  @Test
  void shouldSpeakHttp10() throws Exception {
    String answer = Client.ask(server.port(), "GET / HTTP/1.0\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
    assertTrue(answer.contains("Connection: close\r\n") && answer.endsWith("hello"), answer);
    try (Client client = new Client(server.port())) {
      String kept = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
      assertTrue(client.send(kept).until("hello").contains("Connection: keep-alive\r\n"));
      assertTrue(client.send(kept).until("hello").contains("Connection: keep-alive\r\n"));
    }
    String stream = Client.ask(server.port(), "GET /stream HTTP/1.0\r\n\r\n");
    assertTrue(stream.endsWith("\r\n\r\none two "), stream);
  }

  @Test
  void shouldSendAStreamInChunks() throws Exception {
    String stream = Client.ask(server.port(), request("/stream", "Connection: close\r\n"));
    assertTrue(stream.endsWith("\r\n\r\n4\r\none \r\n4\r\ntwo \r\n0\r\n\r\n"), stream);
    String head =
        Client.ask(
            server.port(), request("/stream", "Connection: close\r\n").replace("GET", "HEAD"));
    assertTrue(head.contains("Transfer-Encoding: chunked\r\n") && head.endsWith("\r\n\r\n"), head);
  }

  @Test
  void shouldOutliveAHandlerThatFails() throws Exception {
    String answer = Client.ask(server.port(), request("/fail", ""));
    assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
    assertEquals(1, failures.size());
    assertTrue(Client.ask(server.port(), request("/", "Connection: close\r\n")).contains("hello"));
  }

  @Test
  void shouldTellWhoLeavesARequestHalfOpen() throws Exception {
    restart(new Limits(64, 64, 200, 20_000, 20_000));
    String answer = Client.ask(server.port(), "GET / HTTP/1.1\r\nHost: local");
    assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
    assertTrue(answer.contains("Connection: close\r\n"), answer);
    assertEquals("", Client.ask(server.port(), ""), "who says nothing is told nothing");
  }

  @Test
  void shouldEndARequestThatDripsIn() throws Exception {
    restart(new Limits(64, 64, 200, 20_000, 20_000));
    try (Client client = new Client(server.port())) {
      client.send("GET / HTTP/1.1\r\n");
      assertThrows(
          SocketException.class,
          () -> {
            while (!Thread.currentThread().isInterrupted()) {
              client.send("X: y\r\n");
              TickClock.system().parkNanos(20_000_000);
            }
          });
    }
  }

  @Test
  void shouldEndWhoAsksForNothingMore() throws Exception {
    restart(new Limits(64, 64, 20_000, 200, 20_000));
    try (Client client = new Client(server.port())) {
      client.send(GET + "\r\n").until("hello");
      assertEquals("", client.rest());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/large", "/endless"})
  void shouldEndWhoTakesNothing(String path) throws Exception {
    restart(new Limits(64, 64, 20_000, 20_000, 200));
    try (Client client = new Client(server.port())) {
      client.send(request(path, ""));
      await(() -> server.expired() == 1 && server.connections() == 0);
      assertTrue(client.until("\r\n").startsWith("HTTP/1.1 200 "));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET / HTTP/1.1\r\nHost: lo",
        "GET /none HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n"
      })
  void shouldAnswerTheNewcomerAmongStrangers(String habit) throws Exception {
    restart(new Limits(8, 8, 20_000, 20_000, 20_000));
    for (int i = 0; i < 20; i++) {
      stranger(habit);
    }
    assertTrue(Client.ask(server.port(), request("/", "Connection: close\r\n")).contains("hello"));
    assertTrue(server.connections() <= 8, () -> server.connections() + " connections");
    assertTrue(server.evicted() >= 12, () -> server.evicted() + " evicted");
    assertEquals(0, server.refused());
  }

  @Test
  void shouldKeepWhoAsksBeforeWhoDoesNot() throws Exception {
    restart(new Limits(8, 8, 20_000, 20_000, 20_000));
    try (Client operator = new Client(server.port())) {
      operator.send(GET + "\r\n").until("hello");
      for (int i = 0; i < 50; i++) {
        stranger("");
      }
      await(() -> server.evicted() >= 43);
      operator.send(GET + "\r\n").until("hello");
    }
  }

  @Test
  void shouldLimitEachAddress() throws Exception {
    restart(new Limits(64, 4, 20_000, 20_000, 20_000));
    for (int i = 0; i < 20; i++) {
      stranger("");
    }
    assertTrue(Client.ask(server.port(), request("/", "Connection: close\r\n")).contains("hello"));
    assertTrue(server.connections() <= 4, () -> server.connections() + " connections");
  }

  @Test
  void shouldKeepAReserveWhileAllAreBusy() throws Exception {
    restart(new Limits(2, 2, 20_000, 20_000, 20_000));
    stranger("GET /work HTTP/1.1\r\nHost: localhost\r\n\r\n");
    stranger("GET /work HTTP/1.1\r\nHost: localhost\r\n\r\n");
    busy.await();
    for (int i = 0; i < 3 * Limits.RESERVE; i++) {
      String answer = Client.ask(server.port(), request("/reserve", ""));
      assertTrue(answer.endsWith("true") && answer.contains("Connection: close\r\n"), answer);
      await(() -> server.connections() == 2);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX) // has all of 127.0.0.0/8
  void shouldEndNobodyElseForAnAddressWithoutRoom() throws Exception {
    restart(new Limits(3, 2, 20_000, 20_000, 20_000));
    try (Client other =
        new Client(server.port(), InetAddress.getByAddress(new byte[] {127, 0, 0, 2}))) {
      other.send(GET + "\r\n").until("hello");
      stranger("GET /work HTTP/1.1\r\nHost: localhost\r\n\r\n");
      stranger("GET /work HTTP/1.1\r\nHost: localhost\r\n\r\n");
      busy.await();
      assertTrue(Client.ask(server.port(), request("/reserve", "")).endsWith("true"));
      other.send(GET + "\r\n").until("hello");
    }
  }

  @Test
  void shouldComeBackAfterItWasClosed() throws Exception {
    int port = server.port();
    server.close();
    server = start(port, WIDE);
    assertTrue(Client.ask(port, request("/", "Connection: close\r\n")).contains("hello"));
  }

  private Client stranger(String habit) throws IOException {
    Client stranger = new Client(server.port());
    strangers.add(stranger);
    try {
      return stranger.send(habit);
    } catch (SocketException evicted) {
      return stranger;
    }
  }

  private void restart(Limits limits) {
    server.close();
    server = start(limits);
  }

  private HttpServer start(Limits limits) {
    return start(0, limits);
  }

  private HttpServer start(int port, Limits limits) {
    try {
      return new HttpServer(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
          null,
          limits,
          this::answer,
          TickClock.system()::nanoTime,
          () -> Instant.ofEpochSecond(1_000_000_000),
          statuses::add,
          failures::add);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void answer(Exchange exchange) throws IOException {
    switch (exchange.request().path()) {
      case "/" -> exchange.send(200, HELLO);
      case "/large" -> exchange.send(200, new byte[1 << 24]);
      case "/reserve" ->
          exchange.send(
              200, Boolean.toString(exchange.isReserve()).getBytes(StandardCharsets.US_ASCII));
      case "/fail" -> throw new AssertionError("on purpose");
      case "/stream" -> stream(exchange, List.of("one ", "two "));
      case "/events" -> {
        stream(exchange, List.of("event"));
        await(() -> working.getCount() == 0);
      }
      case "/endless" -> {
        try (OutputStream out = exchange.stream()) {
          while (true) {
            out.write(new byte[1 << 16]);
            out.flush();
          }
        }
      }
      case "/work" -> {
        busy.countDown();
        await(() -> working.getCount() == 0);
        exchange.send(200);
      }
      default -> exchange.send(404);
    }
  }

  private static void stream(Exchange exchange, List<String> pieces) throws IOException {
    try (OutputStream out = exchange.stream()) {
      for (String piece : pieces) {
        if (!exchange.request().isHead()) {
          out.write(piece.getBytes(StandardCharsets.US_ASCII));
        }
      }
    }
  }

  private static String request(String path, String headers) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
      TickClock.system().parkNanos(1_000_000);
    }
  }
}
