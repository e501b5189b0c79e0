package io.nfcs.monitor;

import io.nfcs.config.Setting;
import io.nfcs.monitor.web.HttpEndpoint;
import io.nfcs.monitor.web.Limits;

/** Section {@code monitor}: metrics, health and page of a run. */
record MonitorSettings(
    @Setting(
            doc =
                "Address to listen on; any other than a loopback one demands TLS (section tls) and"
                    + " a token",
            value = "127.0.0.1")
        String host,
    @Setting(
            doc = "Port of metrics, health and page, 0 for none",
            value = "9464",
            min = 0,
            max = 65535)
        int port,
    @Setting(
            doc =
                "File with the token that each request must carry (Authorization: Bearer TOKEN),"
                    + " empty for none",
            value = "''")
        String tokenFile,
    @Setting(
            doc =
                "Most connections at a time; beyond it, the least active one is closed for a new"
                    + " one",
            value = "512",
            min = 1,
            max = 100_000)
        int maxClients,
    @Setting(
            doc = "Most connections from one address at a time",
            value = "256",
            min = 1,
            max = 100_000)
        int maxClientsPerAddress,
    @Setting(
            doc = "Longest time for a handshake and a whole request",
            unit = "ms",
            value = "5000",
            min = 10,
            max = 600_000)
        long requestMillis,
    @Setting(
            doc = "Longest time between two requests of a connection",
            unit = "ms",
            value = "120000",
            min = 10,
            max = 3_600_000)
        long idleMillis,
    @Setting(
            doc = "Longest time in which a client reads nothing of a response",
            unit = "ms",
            value = "10000",
            min = 10,
            max = 600_000)
        long writeMillis,
    @Setting(
            doc = "Delay beyond the usual from which a tick counts as late and is explained",
            unit = "ms",
            value = "10",
            min = 0.1,
            max = 600_000)
        double lateMillis,
    @Setting(
            doc = "Time without a tick after which the loop counts as stalled",
            unit = "ms",
            value = "5000",
            min = 10,
            max = 3_600_000)
        long stallMillis,
    @Setting(
            doc = "Ticks by which the tables may be behind the journal before the run is not ready",
            unit = "ticks",
            value = "1000",
            min = 1,
            max = 1_000_000_000)
        long maxLagTicks) {
  /** Returns host, port and query, as a browser on this machine needs them. */
  String page() {
    boolean isAny = host.equals("0.0.0.0") || host.equals("::");
    String name = isAny ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
    return name
        + ":"
        + port
        + (tokenFile.isEmpty() ? "" : "/?token=TOKEN with the token of " + tokenFile);
  }

  HttpEndpoint.Address address() {
    return new HttpEndpoint.Address(
        host,
        port,
        tokenFile,
        new Limits(maxClients, maxClientsPerAddress, requestMillis, idleMillis, writeMillis));
  }
}
