package io.nfcs.pipeline.store;

import io.nfcs.config.Setting;

/** Section {@code store}: the projection of the journal into tables. */
public record StoreSettings(
    @Setting(
            doc = "Most ticks written to the tables at once",
            unit = "ticks",
            value = "256",
            min = 1,
            max = 100_000)
        int batchTicks,
    @Setting(
            doc = "Pause of the reader at the end of the journal",
            unit = "ms",
            value = "20",
            min = 1,
            max = 10_000)
        long pollMillis,
    @Setting(
            doc = "Pause after a write that failed, before it is tried again",
            unit = "ms",
            value = "1000",
            min = 1,
            max = 600_000)
        long retryMillis,
    @Setting(
            doc = "Longest time a stop waits until the tables hold all of the journal",
            unit = "ms",
            value = "30000",
            min = 0,
            max = 600_000)
        long drainMillis,
    @Setting(
            doc = "Ticks from one field kept in cache FIELD to the next, 0 for none",
            unit = "ticks",
            value = "10",
            min = 0,
            max = 1_000_000)
        int fieldEvery,
    @Setting(
            doc = "Fields that may wait to be written; further ones are dropped and counted",
            unit = "fields",
            value = "4",
            min = 1,
            max = 1024)
        int fieldQueue,
    @Setting(
            doc =
                "Largest size of tables and fields; beyond it the oldest ticks are removed, 0 for no"
                    + " limit",
            unit = "bytes",
            value = "8GiB",
            min = 0,
            max = 1L << 50)
        long maxBytes,
    @Setting(
            doc =
                "Largest age of ticks in tables and fields; older ones are removed, 0 for no limit",
            unit = "h",
            value = "0",
            min = 0,
            max = 1_000_000)
        long maxAgeHours) {}
