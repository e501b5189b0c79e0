package io.nfcs.grid.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.Lease;
import io.nfcs.cache.Loader;
import io.nfcs.cache.TierStatistics;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.counters.ErrorLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks of the arguments of callers. */
class ArgumentsTest {
  private static final int SLAB_BYTES = 1 << 20;

  private final ErrorLog errors = new ErrorLog();
  private final List<Caches> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(Caches::close);
  }

  @Test
  @SuppressWarnings({"NullAway", "DataFlowIssue"}) // the point of the test
  void shouldRefuseWhatIsNullAndChangeNothing() {
    TieredCache<String, String> cache = texts("near, below");
    cache.put("a", "one");
    refused("value; that there is none is said by putAbsent", () -> cache.put("a", null));
    refused("key", () -> cache.put(null, "two"));
    refused("tags", () -> cache.put("a", "two", Duration.ofHours(1), null));
    refused("tag", () -> cache.put("a", "two", Duration.ofHours(1), Arrays.asList("t", null)));
    refused("key", () -> cache.putAbsent(null));
    refused("key", () -> cache.invalidate(null));
    refused("tag", () -> cache.invalidateTag(null));
    refused("pattern", () -> cache.invalidateMatching(null));
    refused("lease", () -> cache.get("a", null));
    refused("lease", () -> cache.get("a", 0, null));
    refused("tier", () -> cache.hitRateAt(null, 1));
    try (Lease lease = cache.lease()) {
      assertThrows(NullPointerException.class, () -> cache.get(null, lease));
      assertThrows(NullPointerException.class, () -> cache.getAll(Arrays.asList("a", null)));
    }
    assertEquals("one", cache.get("a"));
    assertEquals(Map.of(), FlightTest.residues(cache));
    assertEquals(Map.of(), errors.counts());
  }

  private static void refused(String message, Executable call) {
    assertEquals(message, assertThrows(NullPointerException.class, call).getMessage());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void shouldRefuseASizeThatNoTierCanHave(double factor) {
    TieredCache<String, String> cache = texts("near");
    assertEquals(
        "factor " + factor + "; allowed: numbers above 0",
        assertThrows(IllegalArgumentException.class, () -> cache.hitRateAt("near", factor))
            .getMessage());
  }

  @Test
  void shouldSayWhatNearAloneHasNoRoomFor() {
    TieredCache<String, byte[]> cache = bytes("near", key -> null);
    cache.put("a", new byte[10]);
    cache.put("a", new byte[SLAB_BYTES]);
    cache.put("b", new byte[SLAB_BYTES]);
    assertNull(cache.get("a"), "what was before must not be served");
    TierStatistics near = cache.statistics().tier("near");
    assertEquals(Map.of("LENGTH", 2L, "ROOM", 0L), near.refusals());
    assertEquals(0, near.failures(), "no call has thrown");
    assertEquals(List.of(2L), List.copyOf(errors.counts().values()));
    String told = errors.counts().keySet().iterator().next();
    assertTrue(told.contains("cache.slab_bytes"), told);
  }

  @Test
  void shouldSayOfEachReasonOnce() {
    TieredCache<String, byte[]> cache = bytes("near", key -> null);
    cache.put("a", new byte[SLAB_BYTES]);
    List<Lease> leases = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      cache.put("small " + i, new byte[SLAB_BYTES / 2]);
      Lease lease = cache.lease();
      cache.get("small " + i, lease);
      leases.add(lease);
    }
    assertEquals(Set.of("LENGTH", "ROOM"), cache.statistics().tier("near").refusals().keySet());
    assertTrue(cache.statistics().tier("near").refusals().getOrDefault("ROOM", 0L) > 0);
    assertEquals(2, errors.counts().size(), errors.counts()::toString);
    leases.forEach(Lease::close);
  }

  @Test
  void shouldSayThatACacheWithoutTiersHasNoneToAskAbout() {
    TieredCache<String, String> cache = texts("");
    assertThrows(IllegalArgumentException.class, () -> cache.hitRateAt("near", 1));
  }

  @Test
  void shouldSayThatWhatIsLoadedIsNotKept() {
    TieredCache<String, byte[]> cache = bytes("near", key -> new byte[SLAB_BYTES]);
    assertEquals(SLAB_BYTES, length(cache.get("a")));
    assertEquals(SLAB_BYTES, length(cache.get("a")));
    assertEquals(2, cache.statistics().loads());
    assertEquals(Map.of("LENGTH", 2L, "ROOM", 0L), cache.statistics().tier("near").refusals());
    assertEquals(List.of(2L), List.copyOf(errors.counts().values()));
  }

  @Test
  void shouldKeepBelowWhatNearHasNoRoomFor() {
    TieredCache<String, byte[]> cache = bytes("near, below", key -> null);
    cache.put("a", new byte[SLAB_BYTES]);
    assertEquals(SLAB_BYTES, length(cache.get("a")));
    assertEquals(Map.of(), errors.counts());
  }

  private static int length(byte @Nullable [] value) {
    return Objects.requireNonNull(value).length;
  }

  private TieredCache<String, String> texts(String tiers) {
    return caches(tiers).open(CacheSpec.of("c", Codec.text(), Codec.text()));
  }

  private TieredCache<String, byte[]> bytes(String tiers, Loader<String, byte[]> loader) {
    return caches(tiers).open(CacheSpec.of("c", Codec.text(), Codec.bytes()).loader(loader));
  }

  private Caches caches(String tiers) {
    Caches caches =
        new Caches(
            new Caches.Context(
                    NfcsConfig.parse(
                        "test",
                        "cache: {tiers: [%s], near_bytes: 16MiB, slab_bytes: 1MiB}"
                            .formatted(tiers)))
                .tiers(Map.of("below", () -> new FetchFixture.HeapTier("below")))
                .registers(new VolatileRegisters())
                .clocks(() -> 1, () -> 1)
                .errors(errors));
    opened.add(caches);
    return caches;
  }
}
