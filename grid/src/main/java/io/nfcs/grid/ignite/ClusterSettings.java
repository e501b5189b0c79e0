package io.nfcs.grid.ignite;

import io.nfcs.config.Setting;
import java.util.List;

/** Section {@code cluster}: the node that holds a part of tier {@code cluster}. */
record ClusterSettings(
    @Setting(
            doc =
                "Address this node listens on, for the other nodes only; any other than a loopback"
                    + " one demands TLS (section tls) with certificates on both sides, each of"
                    + " which the other's key store trusts",
            value = "127.0.0.1")
        String host,
    @Setting(doc = "Port on which the nodes find each other", value = "47500", min = 1, max = 65535)
        int port,
    @Setting(doc = "All nodes, this one as well, as host:port", value = "[]")
        List<String> addresses,
    @Setting(
            doc =
                "File with the key that identifies nodes on loopback, made if it is missing;"
                    + " only the user of the nodes may be able to read it. Empty for"
                    + " .nfcs/cluster.p12 in the home of the user",
            value = "''")
        String secretFile,
    @Setting(
            doc = "Memory for entries in this node; the oldest pages go when it is full",
            unit = "bytes",
            value = "64MiB",
            min = 16 << 20,
            max = 1L << 50)
        long maxBytes,
    @Setting(
            doc = "Backup copies of each entry: simultaneous node failures tolerated",
            value = "1",
            min = 0,
            max = 8)
        int backups,
    @Setting(
            doc =
                "Time after which a node that does not answer is removed from the cluster; it"
                    + " then joins again",
            unit = "ms",
            value = "3000",
            min = 500,
            max = 600_000)
        long failureMillis) {

  /** Refuses settings that contradict each other. */
  ClusterSettings {
    for (String address : addresses) {
      if (!address.matches("[^:\\s]+:\\d{1,5}")) {
        throw new IllegalArgumentException(
            "addresses: " + address + " is not an address; expected host:port");
      }
    }
  }
}
