package io.nfcs.monitor.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.nfcs.config.StartException;
import io.nfcs.config.TlsSettings;
import io.nfcs.monitor.health.Health;
import io.nfcs.monitor.metrics.RunMetrics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Metrics, health and page of a run over HTTP, each request by a virtual thread of its own; none of
 * them ever waits for a tick or is waited for by one.
 *
 * <p>{@code /metrics}: OpenMetrics or Prometheus text; {@code /health}, {@code /health/live},
 * {@code /health/ready}: 200 or 503 with the reasons; {@code /} the page ({@code /?token=TOKEN}
 * where there is a token, once: it becomes a cookie). Only GET and HEAD; requests and headers of
 * limited size; whatever is refused is counted by its status and does nothing else.
 *
 * <p><b>Threads.</b> Any. <b>Owns</b> its port until {@link #close()}. <b>Fails</b> to start with a
 * {@link StartException} if the port is taken.
 */
public final class HttpEndpoint implements AutoCloseable {
  private static final int MAX_REQUEST_LINE = 2048;
  private static final int MAX_HEADERS = 8192;
  private static final HeaderName CONTENT_TYPE_OPTIONS =
      HeaderNames.create("X-Content-Type-Options");
  private static final HeaderName CONTENT_SECURITY_POLICY =
      HeaderNames.create("Content-Security-Policy");
  private static final String JSON = "application/json";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final RunMetrics metrics;
  private final Health health;
  private final Page page;
  private final Access access;
  private final WebServer server;

  /**
   * Starts to listen.
   *
   * @throws io.nfcs.config.ConfigException if the address can be reached from other machines and
   *     TLS or token are missing
   */
  public HttpEndpoint(Address address, TlsSettings encryption, Sources sources) {
    encryption.check("monitor.host", address.host(), Access.TOKEN_KEY, address.tokenFile());
    SSLContext tls = encryption.context();
    metrics = sources.metrics();
    health = sources.health();
    access = Access.by(address.tokenFile());
    checkFree(address);
    keepSerialFilter();
    page = new Page(sources);
    WebServerConfig.Builder builder =
        WebServer.builder()
            .host(address.host())
            .port(address.port())
            .shutdownHook(false)
            .maxTcpConnections(address.maxClients())
            .maxPayloadSize(0)
            .idleConnectionTimeout(Duration.ofMinutes(5))
            .shutdownGracePeriod(Duration.ofMillis(100))
            .directHandlers(refusals())
            .protocolsDiscoverServices(false)
            .addConnectionSelector(
                Http1ConnectionSelector.builder()
                    .config(
                        Http1Config.builder()
                            .maxPrologueLength(MAX_REQUEST_LINE)
                            .maxHeadersSize(MAX_HEADERS)
                            .build())
                    .build())
            .routing(routing());
    if (tls != null) {
      builder.tls(Tls.builder().sslContext(tls).build());
    }
    server = builder.build().start();
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    page.close();
    server.stop();
  }

  private HttpRouting.Builder routing() {
    HttpRouting.Builder routing =
        HttpRouting.builder()
            .addFilter(this::filter)
            .get("/metrics", this::metrics)
            .get("/health", this::health)
            .get("/health/live", (_, response) -> answer(response, health.notAlive()))
            .get("/health/ready", (_, response) -> answer(response, health.notReady()));
    page.route(routing);
    return routing;
  }

  private void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    response.header(CONTENT_TYPE_OPTIONS, "nosniff");
    response.header(CONTENT_SECURITY_POLICY, "default-src 'self'; img-src 'self' data:");
    Status refused = refuse(request);
    String cookie = access.cookie(request).orElse("");
    if (!cookie.isEmpty()) {
      response.status(Status.SEE_OTHER_303).header(HeaderNames.SET_COOKIE, cookie);
      response.header(HeaderNames.LOCATION, "/").send();
    } else if (refused != null) {
      response.status(refused).send();
    } else {
      chain.proceed();
    }
    metrics.onRequest(response.status().code());
  }

  private @Nullable Status refuse(ServerRequest request) {
    Method method = request.prologue().method();
    if (!method.equals(Method.GET) && !method.equals(Method.HEAD)) {
      return Status.METHOD_NOT_ALLOWED_405;
    }
    return access.refuse(request).orElse(null);
  }

  private void metrics(ServerRequest request, ServerResponse response) {
    RunMetrics.Text text = metrics.text(request.headers().first(HeaderNames.ACCEPT).orElse(null));
    response.header(HeaderNames.CONTENT_TYPE, text.contentType()).send(text.bytes());
  }

  private void health(ServerRequest request, ServerResponse response) {
    List<String> notAlive = health.notAlive();
    List<String> notReady = health.notReady();
    ObjectNode json = MAPPER.createObjectNode();
    json.set("live", verdict(notAlive));
    json.set("ready", verdict(notReady));
    send(response, notReady.isEmpty(), json);
  }

  private static void answer(ServerResponse response, List<String> reasons) {
    send(response, reasons.isEmpty(), verdict(reasons));
  }

  private static ObjectNode verdict(List<String> reasons) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("ok", reasons.isEmpty());
    ArrayNode all = json.putArray("reasons");
    reasons.forEach(all::add);
    return json;
  }

  private static void send(ServerResponse response, boolean isWell, ObjectNode json) {
    response
        .status(isWell ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503)
        .header(HeaderNames.CONTENT_TYPE, JSON)
        .send(json.toString());
  }

  /** What the server refuses by itself, before there is a request, is counted as well. */
  private DirectHandlers refusals() {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      handlers.addHandler(
          type,
          (request, event, status, headers, message) -> {
            metrics.onRequest(status.code());
            return DirectHandler.TransportResponse.builder()
                .status(status)
                .headers(headers)
                .build();
          });
    }
    return handlers.build();
  }

  /** The server would put a filter of its own in the place of the node's, for the whole JVM. */
  private static void keepSerialFilter() {
    for (String action : List.of("missing", "failure")) {
      String property = "helidon.serialFilter." + action + ".action";
      if (System.getProperty(property) == null) {
        System.setProperty(property, "ignore");
      }
    }
  }

  /** The server's own message of a port that is taken does not say which key to change. */
  private static void checkFree(Address address) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(address.host(), address.port()));
    } catch (IOException e) {
      throw new StartException(
          "monitor.port: "
              + address.host()
              + ":"
              + address.port()
              + " cannot be listened on; set another, or 0 for none",
          e);
    }
  }

  /**
   * Where to listen, and who may ask.
   *
   * @param host address
   * @param port port
   * @param tokenFile file with the token, empty for none
   * @param maxClients most connections
   */
  public record Address(String host, int port, String tokenFile, int maxClients) {}
}
