package io.nfcs.grid.ignite.clients;

import io.nfcs.config.Setting;
import java.util.List;

/** Block {@code grid.clients}: rights and limits of thin clients. */
public record ClientSettings(
    @Setting(
            doc =
                "Rights of all clients: read (tables and the cache FIELD), write (change them"
                    + " as well) or admin (everything: create and destroy, system views, stop the"
                    + " cluster)",
            value = "read")
        Rights rights,
    @Setting(
            doc =
                "Names of caches that are made for clients, which they may write with any rights;"
                    + " nfcs load --against needs NFCS_LOAD",
            value = "[]")
        List<String> caches,
    @Setting(
            doc = "Most connections at a time; those without a login are closed first",
            value = "64",
            min = 1,
            max = 10_000)
        int connections,
    @Setting(
            doc = "Longest time from the connection to the login",
            unit = "ms",
            value = "5000",
            min = 10,
            max = 600_000)
        int handshakeMillis,
    @Setting(
            doc = "Longest time without a request",
            unit = "ms",
            value = "600000",
            min = 100,
            max = 86_400_000)
        int idleMillis,
    @Setting(doc = "Longest request", unit = "bytes", value = "1MiB", min = 1 << 10, max = 1 << 28)
        int messageBytes,
    @Setting(
            doc =
                "Longest answer: a page has fewer rows if they are long, but at least one"
                    + " entry of a cache",
            unit = "bytes",
            value = "4MiB",
            min = 1 << 16,
            max = 1 << 28)
        int answerBytes,
    @Setting(
            doc =
                "Most queries, and reads of long values, that run at a time; others wait. Each takes"
                    + " up to eight times answer_bytes of the heap",
            value = "2",
            min = 1,
            max = 1000)
        int queries,
    @Setting(
            doc = "Longest time of a query, from its start until its last row is read",
            unit = "ms",
            value = "30000",
            min = 10,
            max = 86_400_000)
        int queryMillis,
    @Setting(
            doc = "Most memory of the rows that a query sorts, joins or groups",
            unit = "bytes",
            value = "32MiB",
            min = 1 << 20,
            max = 1L << 50)
        long queryBytes,
    @Setting(
            doc =
                "Longest text that a query makes, and longest query with its arguments where rights"
                    + " are read",
            unit = "bytes",
            value = "64KiB",
            min = 1 << 10,
            max = 1 << 26)
        int textBytes,
    @Setting(doc = "Threads that work on all queries together", value = "1", min = 1, max = 256)
        int queryThreads) {
  /** Copies the names. */
  public ClientSettings {
    caches = List.copyOf(caches);
    for (String cache : caches) {
      if (!cache.matches("[A-Za-z0-9_.-]{1,100}")) {
        throw new IllegalArgumentException(
            "caches: " + cache + " is not a name; allowed: letters, digits and _ . -");
      }
    }
  }

  /** Rights of all clients. */
  public enum Rights {
    /** See tables and published caches. */
    READ,
    /** Change them too. */
    WRITE,
    /** All that Ignite lets a client do. */
    ADMIN
  }
}
