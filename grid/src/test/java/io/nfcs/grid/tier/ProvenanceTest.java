package io.nfcs.grid.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.cache.Answer;
import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.CacheStatistics;
import io.nfcs.cache.Lease;
import io.nfcs.cache.Provenance;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.config.TlsSettings;
import io.nfcs.grid.ignite.IgniteNode;
import io.nfcs.grid.ignite.NodeSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Origins of values, beside the counts of the tiers. */
@Timeout(300)
class ProvenanceTest {
  private static final int LOOKUPS = Integer.getInteger("nfcs.provenance.lookups", 20_000);
  private static final long SEED = Long.getLong("nfcs.seed", 20_261_130L);
  private static final int KEYS = 6000;
  private static final String SETTINGS =
      "{cache: {tiers: [near, offheap, disk], near_bytes: 1MiB, slab_bytes: 64KiB, ttl_millis: 0},"
          + " offheap: {max_bytes: 3MiB}, disk: {max_bytes: 5MiB}}";

  @TempDir static Path folder;

  private final AtomicLong now = new AtomicLong(1);
  private final Map<Long, Long> loadedNanos = new HashMap<>();

  @Test
  void shouldTellTheTierAndTheAgeOfEachValue() {
    NfcsConfig node =
        NfcsConfig.parse(
            "test", "grid: {thin_client_port: 0, offheap_bytes: 128MiB, disk_bytes: 128MiB}");
    try (IgniteNode ignite =
            IgniteNode.start(folder, node.section("grid", NodeSettings.class), TlsSettings.NONE);
        Caches caches =
            new Caches(
                new Caches.Context(NfcsConfig.parse("test", SETTINGS))
                    .tiers(ignite.tiers())
                    .registers(ignite::register)
                    .memory(() -> ignite.binary("WARM_UP"))
                    .clocks(now::get, now::get));
        TieredCache<Long, byte[]> cache =
            caches.open(
                CacheSpec.of("provenance", Codec.number(), Codec.bytes())
                    .loader(key -> {
                      loadedNanos.put(key, now.get());
                      return new byte[500];
                    }));
        Lease lease = cache.lease()) {
      assertThrows(IllegalStateException.class, lease::provenance, "nothing is held yet");
      SplittableRandom random = new SplittableRandom(SEED);
      Map<String, Integer> answers = new HashMap<>();
      CacheStatistics before = cache.statistics();
      for (int i = 0; i < LOOKUPS; i++) {
        now.addAndGet(1000);
        double share = random.nextDouble();
        long key = (long) (KEYS * share * share);
        assertEquals(Answer.FRESH, cache.get(key, lease));
        Provenance told = lease.provenance();
        CacheStatistics after = cache.statistics();
        assertEquals(answered(before, after), told.tier(), "look-up " + i + ", seed " + SEED);
        assertEquals(now.get() - loadedNanos.getOrDefault(key, 0L), told.ageNanos());
        answers.merge(told.tier(), 1, Integer::sum);
        before = after;
        if (i % 64 == 0) {
          caches.maintain();
        }
      }
      Provenance last = lease.provenance();
      assertEquals(Codec.number().identity(), last.version());
      assertEquals(Codec.bytes().identity(), last.codec());
      for (String tier : List.of("near", "offheap", "disk", Provenance.LOADER)) {
        assertTrue(answers.getOrDefault(tier, 0) > LOOKUPS / 100, answers.toString());
      }
    }
  }

  /** Returns the tier that has counted a hit, or the loader. */
  private static String answered(CacheStatistics before, CacheStatistics after) {
    List<String> hit = new ArrayList<>();
    for (int i = 0; i < after.tiers().size(); i++) {
      if (after.tiers().get(i).hits() > before.tiers().get(i).hits()) {
        hit.add(after.tiers().get(i).tier());
      }
    }
    if (after.loads() > before.loads()) {
      hit.add(Provenance.LOADER);
    }
    assertEquals(1, hit.size(), hit.toString());
    return hit.getFirst();
  }
}
