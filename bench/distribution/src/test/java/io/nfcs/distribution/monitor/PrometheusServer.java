package io.nfcs.distribution.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nfcs.fork.Leash;
import io.nfcs.lab.FreePort;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Debian's Prometheus, scraping one target each second. */
final class PrometheusServer implements AutoCloseable {
  private static final Path BINARY = Path.of("/usr/bin/prometheus");
  private static final Path TOOL = Path.of("/usr/bin/promtool");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final int port;
  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();

  private PrometheusServer(int port, Process process) {
    this.port = port;
    this.process = process;
  }

  /** Starts the server; the test is skipped where it is not installed. */
  static PrometheusServer start(Path folder, int target) throws IOException {
    assumeInstalled();
    int port = FreePort.find();
    Path config =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            """
            global: {scrape_interval: 1s}
            scrape_configs:
              - job_name: nfcs
                static_configs: [{targets: ['127.0.0.1:%d']}]
            """
                .formatted(target));
    Process process =
        new ProcessBuilder(
                Leash.on(
                    List.of(
                        BINARY.toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:" + port)))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    return new PrometheusServer(port, process);
  }

  static void assumeInstalled() {
    Assumptions.assumeTrue(
        Files.isExecutable(BINARY),
        "needs " + BINARY + " (Debian's package prometheus, which .ci/run installs)");
  }

  /**
   * Returns the complaints of promtool about a text on its standard input; empty if there are none.
   */
  static String promtool(String input, String... command) throws IOException, InterruptedException {
    assumeInstalled();
    List<String> all = new ArrayList<>(List.of(TOOL.toString()));
    all.addAll(List.of(command));
    Process tool = new ProcessBuilder(all).redirectErrorStream(true).start();
    try (OutputStream in = tool.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return tool.waitFor() == 0 ? said : said + "exit status " + tool.exitValue();
  }

  /** Returns the answer of its HTTP interface, {@code null} while it does not answer. */
  JsonNode api(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/" + path);
    try {
      String body =
          client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
      return body.startsWith("{") ? MAPPER.readTree(body).path("data") : MAPPER.createObjectNode();
    } catch (ConnectException e) {
      if (!process.isAlive()) {
        throw new IOException("prometheus has ended with " + process.exitValue(), e);
      }
      return MAPPER.createObjectNode();
    }
  }

  /** Returns the number of series that an expression has now. */
  int count(String expression) throws IOException, InterruptedException {
    String query = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    return api("query?query=" + query).path("result").size();
  }

  @Override
  public void close() {
    client.close();
    process.destroy();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
