package io.nfcs.monitor;

import io.nfcs.config.Setting;
import io.nfcs.monitor.web.HttpEndpoint;

/**
 * Section {@code monitor}: metrics, health and page of a run.
 *
 * @param host address to listen on
 * @param port port of the endpoint
 * @param tokenFile file with the token that requests must carry
 * @param maxClients most connections at a time
 * @param lateMillis how much later than usual a tick is done to count as late
 * @param stallMillis how long no tick may come before the loop counts as stalled
 * @param maxLagTicks how far the tables may be behind before the run is not ready
 */
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
    @Setting(doc = "Most connections at a time", value = "512", min = 1, max = 100_000)
        int maxClients,
    @Setting(
            doc = "How much later than usual a tick must be done to count as late and be explained",
            unit = "ms",
            value = "10",
            min = 0.1,
            max = 600_000)
        double lateMillis,
    @Setting(
            doc = "How long no tick may come before the loop counts as stalled",
            unit = "ms",
            value = "5000",
            min = 10,
            max = 3_600_000)
        long stallMillis,
    @Setting(
            doc = "How far the tables may be behind the journal before the run is not ready",
            unit = "ticks",
            value = "1000",
            min = 1,
            max = 1_000_000_000)
        long maxLagTicks) {
  HttpEndpoint.Address address() {
    return new HttpEndpoint.Address(host, port, tokenFile, maxClients);
  }
}
