package io.nfcs.monitor.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.nfcs.tick.RunHeader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The page, and what it asks for: {@code /state}, {@code /summary} and {@code /late} as JSON,
 * {@code /events} as server-sent events, {@code /field} as bytes. Everything comes from here,
 * nothing from elsewhere.
 */
final class Page implements AutoCloseable {
  private static final String JSON = "application/json";
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

  void route(HttpRouting.Builder routing) {
    file(routing, "/", "page.html", "text/html; charset=utf-8");
    file(routing, "/page.css", "page.css", "text/css");
    file(routing, "/page.js", "page.js", "text/javascript");
    file(routing, "/uplot.css", uplot("uPlot.min.css"), "text/css");
    file(routing, "/uplot.js", uplot("uPlot.iife.min.js"), "text/javascript");
    routing
        .get("/state", (_, response) -> send(response, json.state(-1, MOST_TICKS).toString()))
        .get("/summary", (_, response) -> send(response, json.summary().toString()))
        .get("/late", (_, response) -> send(response, json.late(Integer.MAX_VALUE).toString()))
        .get("/events", (_, response) -> events.serve(response))
        .get("/field", this::field);
  }

  @Override
  public void close() {
    events.close();
  }

  /** The state with the ticks since the last one. */
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

  private void field(ServerRequest request, ServerResponse response) {
    byte[] image = sources.field().latest();
    if (image == null) {
      response.status(Status.NO_CONTENT_204).send();
    } else {
      response.header(HeaderNames.CONTENT_TYPE, "application/octet-stream").send(image);
    }
  }

  private static void send(ServerResponse response, String text) {
    response.header(HeaderNames.CONTENT_TYPE, JSON).send(text);
  }

  private static void file(HttpRouting.Builder routing, String path, String name, String type) {
    byte[] content = resource(name);
    routing.get(
        path, (_, response) -> response.header(HeaderNames.CONTENT_TYPE, type).send(content));
  }

  /** Where the plotting library's jar has a file; its version is in the build alone. */
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
