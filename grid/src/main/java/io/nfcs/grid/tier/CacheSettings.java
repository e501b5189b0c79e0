package io.nfcs.grid.tier;

import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.config.Setting;
import io.nfcs.memory.SlabAllocator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Section {@code cache}: the tiers and times of caches. The settings in section {@code caches}
 * under a cache's name override it.
 */
public record CacheSettings(
    @Setting(
            doc =
                "Tiers of a cache, from the top: near (memory of this JVM), offheap, disk,"
                    + " cluster, or a plugin's, such as redis",
            value = "[near, offheap, disk]")
        List<String> tiers,
    @Setting(
            doc = "Most memory of the near tier of a cache, overhead included",
            unit = "bytes",
            value = "256MiB",
            min = 1 << 20,
            max = 1L << 50)
        long nearBytes,
    @Setting(
            doc = "Size of the slabs in which memory is taken; no near value is larger",
            unit = "bytes",
            value = "8MiB",
            min = 64 << 10,
            max = SlabAllocator.LARGEST_SLAB_BYTES)
        long slabBytes,
    @Setting(
            doc = "Longest value: a longer one is refused, or served without being kept",
            unit = "bytes",
            value = "64MiB",
            min = 1 << 10,
            max = 1 << 30)
        int valueBytes,
    @Setting(doc = "Time to live, 0 for ever", unit = "ms", value = "3600000", min = 0, max = 1e15)
        long ttlMillis,
    @Setting(
            doc =
                "Largest share of the time to live by which it is shortened at random, so"
                    + " that entries made together do not die together",
            value = "0.1",
            min = 0,
            max = 1)
        double ttlJitter,
    @Setting(
            doc =
                "Time after the time to live for which an entry is still served while it is"
                    + " loaded again",
            unit = "ms",
            value = "60000",
            min = 0,
            max = 1e15)
        long staleMillis,
    @Setting(
            doc = "Share of the time to live after which a hit loads the value again, 1 for never",
            value = "0.9",
            min = 0.01,
            max = 1)
        double refreshAhead,
    @Setting(
            doc = "Time for which a key without a value is remembered, 0 for none",
            unit = "ms",
            value = "10000",
            min = 0,
            max = 1e15)
        long negativeTtlMillis,
    @Setting(
            doc = "Level of Zstandard below the near tier, 0 for none; used if it saves a tenth",
            value = "3",
            min = 0,
            max = 19)
        int compressionLevel,
    @Setting(
            doc = "Length from which values are compressed",
            unit = "bytes",
            value = "512",
            min = 0,
            max = 1 << 30)
        int compressionBytes,
    @Setting(
            doc =
                "Longest time until a change by another process is seen here, if its message is"
                    + " lost; for tiers that processes share",
            unit = "ms",
            value = "1000",
            min = 10,
            max = 3_600_000)
        long healMillis,
    @Setting(
            doc = "Longest time that others wait for one process to load a key, in shared tiers",
            unit = "ms",
            value = "10000",
            min = 1,
            max = 3_600_000)
        long claimMillis,
    @Setting(
            doc =
                "Part of near or of the tier below it, whichever is smaller, that may be moved to"
                    + " the other if that makes look-ups faster, 0 for none",
            value = "0",
            min = 0,
            max = 0.9)
        double balanceShare,
    @Setting(
            doc =
                "Keys that are brought into near after a start: popular (used most),"
                    + " predicted (asked for first after the last start)",
            value = "[popular, predicted]")
        List<WarmUp.Strategy> warmUp,
    @Setting(
            doc = "Most entries that are brought into near in a second after a start",
            unit = "1/s",
            value = "10000",
            min = 1,
            max = 10_000_000)
        long warmUpPerSecond,
    @Setting(
            doc = "Longest time of that warm-up, 0 for none",
            unit = "ms",
            value = "5000",
            min = 0,
            max = 3_600_000)
        long warmUpMillis,
    @Setting(
            doc = "Threads that fetch late values and refresh stale ones",
            value = "2",
            min = 1,
            max = 64)
        int threads,
    @Setting(
            doc =
                "Share of the hits of caches with a pure loader, such as memos, that is"
                    + " loaded again in the background and compared",
            value = "0",
            min = 0,
            max = 1)
        double auditShare,
    @Setting(
            doc =
                "Longest time that a look-up on a tick waits for the tiers below near, if it"
                    + " has no budget of its own; a later answer counts as a miss",
            unit = "us",
            value = "2000",
            min = 1,
            max = 10_000_000)
        long tickMicros) {

  /** Refuses settings that contradict each other. */
  public CacheSettings {
    if (tiers.indexOf("near") > 0) {
      throw new IllegalArgumentException("tiers " + tiers + ": expected near as the first");
    }
    if (tiers.stream().distinct().count() < tiers.size()) {
      throw new IllegalArgumentException("tiers " + tiers + ": a tier is named twice");
    }
    if (slabBytes > nearBytes / 4) {
      throw new IllegalArgumentException(
          "slab_bytes " + slabBytes + " is more than a quarter of near_bytes " + nearBytes);
    }
  }

  /** Returns the settings of a cache. */
  static CacheSettings of(NfcsConfig config, String cache) {
    return config.section("cache", "caches", cache, CacheSettings.class);
  }

  /**
   * Returns all settings, of all caches and of single ones, by their place in the file.
   *
   * @throws ConfigException if a setting is not allowed, or a cache has {@code threads} of its own
   */
  public static Map<String, CacheSettings> all(NfcsConfig config) {
    Map<String, CacheSettings> all = new LinkedHashMap<>();
    CacheSettings common = config.section("cache", CacheSettings.class);
    all.put("cache", common);
    for (String cache : config.memberNames("caches")) {
      CacheSettings own = of(config, cache);
      if (own.threads() != common.threads()) {
        throw new ConfigException(
            "caches." + cache + ".threads: all caches share the threads of cache.threads");
      }
      all.put("caches." + cache, own);
    }
    return all;
  }

  /** Returns the longest time that a look-up on a tick waits for the tiers below near. */
  long tickNanos() {
    return TimeUnit.MICROSECONDS.toNanos(tickMicros);
  }

  /** Returns whether values are kept in this JVM's memory. */
  public boolean hasNear() {
    return tiers.contains("near");
  }
}
