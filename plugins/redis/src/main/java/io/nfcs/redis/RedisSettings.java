package io.nfcs.redis;

import io.nfcs.config.Secret;
import io.nfcs.config.Setting;

/** Section {@code redis}: the server of tier {@code redis}. */
record RedisSettings(
    @Setting(
            doc = "The server: redis://[[user:]password@]host[:port], or rediss:// with TLS",
            value = "redis://localhost:6379")
        Secret url,
    @Setting(doc = "Number of the database", value = "0", min = 0, max = 16383) int db,
    @Setting(
            doc =
                "Connections of one cache; a key keeps to one, and each carries many commands at a"
                    + " time",
            value = "10",
            min = 1,
            max = 64)
        int maxConnections,
    @Setting(
            doc = "Longest time to live of an entry, even if its own is longer",
            unit = "ms",
            value = "7200000",
            min = 1000,
            max = 1_000_000_000_000L)
        long ttlMillis,
    @Setting(
            doc = "Longest time of a command; then it has failed",
            unit = "ms",
            value = "100",
            min = 1,
            max = 60_000)
        long deadlineMillis,
    @Setting(
            doc = "Failures in a row after which the server counts as away and is not waited for",
            value = "5",
            min = 1,
            max = 1000)
        int failures,
    @Setting(
            doc = "Time after which a server that is away is tried again, by one command",
            unit = "ms",
            value = "500",
            min = 1,
            max = 3_600_000)
        long retryMillis) {}
