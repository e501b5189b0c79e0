package io.nfcs.distribution.monitor;

import io.nfcs.house.Sources;
import io.nfcs.lab.FreePort;
import io.nfcs.pipeline.Nfcs;
import io.nfcs.tick.InputSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;

/** A run of the reference loop at 50 Hz with its monitor on a free port. */
final class MonitoredRun implements AutoCloseable {
  private final int port;
  private final Nfcs nfcs;
  private final HttpClient client = HttpClient.newHttpClient();

  private MonitoredRun(int port, Nfcs nfcs) {
    this.port = port;
    this.nfcs = nfcs;
  }

  static MonitoredRun start(Path folder, Map<String, String> settings) throws IOException {
    return start(folder, settings, (_, _) -> {});
  }

  static MonitoredRun start(Path folder, Map<String, String> settings, InputSource inputs)
      throws IOException {
    int port = FreePort.find();
    Nfcs.Context context =
        new Nfcs.Context()
            .config(Sources.ROOT.resolve("config/scenarios/reference.yaml"))
            .set("run.ticks", "0")
            .set("orchestrator.hz", "50")
            .set("grid.thin_client_port", "0")
            .set("monitor.port", Integer.toString(port))
            .observe("monitor")
            .inputs(inputs)
            .dataDir(folder);
    settings.forEach(context::set);
    return new MonitoredRun(port, Nfcs.start(context));
  }

  Nfcs nfcs() {
    return nfcs;
  }

  int port() {
    return port;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(path)).build());
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }

  @Override
  public void close() {
    client.close();
    nfcs.close();
  }
}
