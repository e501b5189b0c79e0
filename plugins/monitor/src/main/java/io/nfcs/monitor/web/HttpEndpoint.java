package io.nfcs.monitor.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nfcs.config.StartException;
import io.nfcs.config.TlsSettings;
import io.nfcs.counters.Metrics;
import io.nfcs.monitor.health.Health;
import io.nfcs.monitor.metrics.RunMetrics;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;

/**
 * HTTP endpoint with metrics, health and page of a run; each connection has a virtual thread, and
 * no tick waits for one.
 *
 * <p>{@code /metrics}: OpenMetrics or Prometheus text; {@code /health}, {@code /health/live},
 * {@code /health/ready}: 200 or 503 with the reasons; {@code /} the page ({@code /?token=TOKEN}
 * where there is a token, once: it becomes a cookie). Only GET, HEAD and OPTIONS; requests of
 * limited size and time; refused requests are counted by their status only. Metrics and health are
 * answered even when nothing else is.
 *
 * <p><b>Threads.</b> Any. <b>Owns</b> its port until {@link #close()}. <b>Fails</b> to start with a
 * {@link StartException} if the port is taken.
 */
public final class HttpEndpoint implements AutoCloseable {
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int UNAVAILABLE = 503;
  private static final String ALLOWED = "GET, HEAD, OPTIONS";
  private static final Set<String> OTHER_METHODS =
      Set.of("POST", "PUT", "DELETE", "PATCH", "CONNECT", "TRACE");
  private static final String JSON = "application/json";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final RunMetrics metrics;
  private final Health health;
  private final Page page;
  private final Access access;
  private final Map<String, Handler> vital;
  private final Map<String, Handler> routes;
  private final HttpServer server;

  /**
   * Starts to listen.
   *
   * @param told receives the metrics of the connections
   * @throws io.nfcs.config.ConfigException if the address can be reached from other machines and
   *     TLS or token are missing
   */
  public HttpEndpoint(
      Address address,
      TlsSettings encryption,
      Sources sources,
      Metrics told,
      LongSupplier nowNanos,
      InstantSource time) {
    encryption.check("monitor.host", address.host(), Access.TOKEN_KEY, address.tokenFile());
    SSLContext tls = encryption.context();
    metrics = sources.metrics();
    health = sources.health();
    access = Access.by(address.tokenFile(), tls != null);
    page = new Page(sources);
    vital =
        Map.of(
            "/metrics",
            this::metrics,
            "/health",
            this::health,
            "/health/live",
            exchange -> answer(exchange, health.notAlive()),
            "/health/ready",
            exchange -> answer(exchange, health.notReady()));
    routes = new HashMap<>(page.routes());
    routes.putAll(vital);
    try {
      server =
          new HttpServer(
              new InetSocketAddress(address.host(), address.port()),
              tls,
              address.limits(),
              this::handle,
              nowNanos,
              time,
              metrics::onRequest,
              failure -> sources.errors().record("page", failure));
    } catch (IOException e) {
      page.close();
      throw new StartException(
          "monitor.port: "
              + address.port()
              + " on "
              + address.host()
              + (isInUse(e) ? " is in use" : " cannot be listened on: " + e.getMessage())
              + "; expected a free port, or 0 for none",
          e);
    }
    tell(told, server);
  }

  /** Returns the port of the endpoint. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    page.close();
    server.close();
  }

  /**
   * Returns whether the port is in use; other causes are foreign addresses and privileged ports.
   */
  private static boolean isInUse(IOException failure) {
    return failure instanceof BindException
        && String.valueOf(failure.getMessage()).contains("in use");
  }

  private static void tell(Metrics told, HttpServer server) {
    told.gauge("nfcs_http_connections", "Open connections.", Map.of(), server::connections);
    String help = "Connections ended or refused, by reason.";
    String name = "nfcs_http_connections_ended";
    told.counter(name, help, Map.of("reason", "room"), server::evicted);
    told.counter(name, help, Map.of("reason", "time"), server::expired);
    told.counter(name, help, Map.of("reason", "full"), server::refused);
  }

  private void handle(Exchange exchange) throws IOException {
    Request request = exchange.request();
    exchange.header("Cache-Control", "no-store");
    exchange.header("X-Content-Type-Options", "nosniff");
    exchange.header("Referrer-Policy", "no-referrer");
    exchange.header(
        "Content-Security-Policy",
        "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'");
    int wrongMethod = wrongMethod(request.method());
    int refused = access.refuse(request);
    String cookie = access.cookie(request).orElse("");
    if (wrongMethod != 0) {
      exchange.header("Allow", ALLOWED).send(wrongMethod);
    } else if (!cookie.isEmpty()) {
      exchange.header("Set-Cookie", cookie).header("Location", "/").send(303);
    } else if (refused != 0) {
      if (refused == UNAUTHORIZED) {
        exchange.header("WWW-Authenticate", "Bearer");
      }
      exchange.send(refused);
    } else {
      route(exchange, request.path());
    }
  }

  private void route(Exchange exchange, String path) throws IOException {
    Handler handler = routes.get(path);
    if (handler == null) {
      exchange.send(404);
    } else if (exchange.isReserve() && !vital.containsKey(path)) {
      exchange.header("Retry-After", "1").send(UNAVAILABLE);
    } else {
      handler.handle(exchange);
    }
  }

  /** Returns the status for a method without content, 0 for other methods. */
  private static int wrongMethod(String method) {
    return switch (method) {
      case "GET", "HEAD" -> 0;
      case "OPTIONS" -> 204;
      default -> OTHER_METHODS.contains(method) ? 405 : 501;
    };
  }

  private void metrics(Exchange exchange) throws IOException {
    String accept = exchange.request().header("accept");
    RunMetrics.Text text = metrics.text(accept.isEmpty() ? null : accept);
    exchange.header("Content-Type", text.contentType()).send(OK, text.bytes());
  }

  private void health(Exchange exchange) throws IOException {
    List<String> notReady = health.notReady();
    ObjectNode json = MAPPER.createObjectNode();
    json.set("live", verdict(health.notAlive()));
    json.set("ready", verdict(notReady));
    send(exchange, notReady.isEmpty(), json);
  }

  private static void answer(Exchange exchange, List<String> reasons) throws IOException {
    send(exchange, reasons.isEmpty(), verdict(reasons));
  }

  private static ObjectNode verdict(List<String> reasons) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("ok", reasons.isEmpty());
    ArrayNode all = json.putArray("reasons");
    reasons.forEach(all::add);
    return json;
  }

  private static void send(Exchange exchange, boolean isWell, ObjectNode json) throws IOException {
    exchange
        .header("Content-Type", JSON)
        .send(isWell ? OK : UNAVAILABLE, json.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Address of the endpoint, its token and its limits.
   *
   * @param host address
   * @param port port
   * @param tokenFile file with the token, empty for none
   * @param limits limits of clients
   */
  public record Address(String host, int port, String tokenFile, Limits limits) {}
}
