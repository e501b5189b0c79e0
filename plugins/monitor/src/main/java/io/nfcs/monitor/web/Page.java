package io.nfcs.monitor.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nfcs.tick.RunHeader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The page and its resources: {@code /state}, {@code /summary} and {@code /late} as JSON, {@code
 * /events} as server-sent events, {@code /field} as bytes. All resources come from this server.
 */
final class Page implements AutoCloseable {
  private static final String JSON = "application/json";
  private static final byte[] NO_IMAGE = {};
  private static final int EVENT_TICKS = 100;
  private static final int MOST_TICKS = 600;

  private final Sources sources;
  private final StateJson json;
  private final EventStream events;
  private long toldRun = -1;
  private long told = -1;

  Page(Sources sources) {
    this.sources = sources;
    json = new StateJson(sources);
    events = new EventStream(this::news, sources.errors());
  }

  /** Returns the handler of each path. */
  Map<String, Handler> routes() {
    Map<String, Handler> routes = new HashMap<>();
    file(routes, "/", "page.html", "text/html; charset=utf-8");
    file(routes, "/page.css", "page.css", "text/css");
    file(routes, "/page.js", "page.js", "text/javascript");
    file(routes, "/uplot.css", uplot("uPlot.min.css"), "text/css");
    file(routes, "/uplot.js", uplot("uPlot.iife.min.js"), "text/javascript");
    routes.put("/state", exchange -> send(exchange, json.state(-1, MOST_TICKS).toString()));
    routes.put("/summary", exchange -> send(exchange, json.summary().toString()));
    routes.put("/late", exchange -> send(exchange, json.late(Integer.MAX_VALUE).toString()));
    routes.put("/events", events::serve);
    routes.put("/field", this::field);
    return routes;
  }

  @Override
  public void close() {
    events.close();
  }

  /** Returns the state with the ticks since the last one. */
  private String news() {
    RunHeader run = sources.ticks().run();
    if (run != null && run.run() != toldRun) {
      toldRun = run.run();
      told = -1;
    }
    ObjectNode state = json.state(told, EVENT_TICKS);
    JsonNode ticks = state.path("ticks");
    if (!ticks.isEmpty()) {
      told = ticks.path(ticks.size() - 1).path("n").asLong();
    }
    return state.toString();
  }

  private void field(Exchange exchange) throws IOException {
    byte[] image = sources.parts().ask("field", () -> sources.field().latest()).orElse(NO_IMAGE);
    if (image.length == 0) {
      exchange.send(204);
    } else {
      exchange.header("Content-Type", "application/octet-stream").send(200, image);
    }
  }

  private static void send(Exchange exchange, String text) throws IOException {
    exchange.header("Content-Type", JSON).send(200, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void file(Map<String, Handler> routes, String path, String name, String type) {
    byte[] content = resource(name);
    routes.put(path, exchange -> exchange.header("Content-Type", type).send(200, content));
  }

  /**
   * Returns the place of a file in the jar of the plotting library, whose version is set in the
   * build only.
   */
  private static String uplot(String name) {
    Properties pom = new Properties();
    try {
      pom.load(
          new ByteArrayInputStream(
              resource("/META-INF/maven/org.webjars.npm/uplot/pom.properties")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "/META-INF/resources/webjars/uplot/" + pom.getProperty("version") + "/dist/" + name;
  }

  private static byte[] resource(String name) {
    try (InputStream file = Page.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException(name + " is not in the jar");
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
