package io.nfcs.grid.tier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.TierStatistics;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.config.TlsSettings;
import io.nfcs.counters.ErrorLog;
import io.nfcs.grid.ignite.IgniteNode;
import io.nfcs.grid.ignite.NodeSettings;
import io.nfcs.tier.CacheTier;
import io.nfcs.tier.TierContext;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Entries on disk: those it keeps, those it must not show, and those that must leave it. */
@Tag("slow")
@Timeout(60)
class DiskTierTest {
  private static final long EPOCH_NANOS = 1_700_000_000_000_000_000L;
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir static Path folder;
  private static IgniteNode node;

  private final AtomicLong now = new AtomicLong(1);
  private final ErrorLog errors = new ErrorLog();
  private final List<Caches> opened = new ArrayList<>();
  private String sections = "";

  private record User(long id, String name) {}

  private record LongerUser(long id, String name, String mail) {}

  private record OtherUser(String id, String name) {}

  @BeforeAll
  static void startNode() {
    NfcsConfig config =
        NfcsConfig.parse("test", "grid: {thin_client_port: 0, offheap_bytes: 64MiB}");
    node = IgniteNode.start(folder, config.section("grid", NodeSettings.class), TlsSettings.NONE);
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @AfterEach
  void closeCaches() {
    opened.forEach(Caches::close);
  }

  @Test
  void shouldKeepTagsOfAnyLengthAndNumber() {
    List<String> many = IntStream.range(0, 40_000).mapToObj(i -> "t" + i).toList();
    String longer = "\u00e4".repeat(70_000);
    CacheSpec<String, String> spec = CacheSpec.of("tags", Codec.text(), Codec.text());
    TieredCache<String, String> cache = open(spec);
    cache.put("short", "one", HOUR, List.of("t"));
    cache.put("empty", "two", HOUR, List.of(""));
    cache.put("longer", "three", HOUR, List.of(longer, "end"));
    cache.put("many", "four", HOUR, many);
    cache.close();
    cache = open(spec);
    assertEquals("one", cache.get("short"));
    assertEquals("two", cache.get("empty"));
    assertEquals("three", cache.get("longer"));
    assertEquals("four", cache.get("many"));
    assertEquals(0, disk(cache).corrupt());
    cache.invalidateTag(longer);
    cache.invalidateTag("t39999");
    cache.invalidateTag("");
    cache.close();
    cache = open(spec);
    assertEquals("one", cache.get("short"));
    assertNull(cache.get("empty"));
    assertNull(cache.get("longer"));
    assertNull(cache.get("many"));
  }

  @Test
  void shouldRefuseByNameAndLimitWhatIsTooLarge() {
    TieredCache<String, byte[]> cache =
        open(CacheSpec.of("large", Codec.text(), Codec.bytes()), "value_bytes: 4096");
    cache.put("kept", new byte[4096]);
    refused("(cache.value_bytes)", () -> cache.put("longer", new byte[4097]));
    refused("1048576", () -> cache.put("a", new byte[1], HOUR, List.of("t".repeat(1_100_000))));
    refused(
        "65536",
        () ->
            cache.put(
                "a", new byte[1], HOUR, IntStream.range(0, 65_537).mapToObj(i -> "t").toList()));
    refused("16777216", () -> cache.put("k".repeat(17 << 20), new byte[1]));
    refused("surrogate", () -> cache.put("a", new byte[1], HOUR, List.of("dog \uD83D")));
    refused("surrogate", () -> cache.invalidateTag("\uDC36 dog"));
    refused("character 0", () -> cache.put("a", new byte[1], HOUR, List.of("\0everything")));
    assertNull(cache.get("a"));
    assertNull(cache.get("longer"));
    assertArrayEquals(new byte[4096], cache.get("kept"));
  }

  @Test
  void shouldServeButNotKeepALoadedValueThatIsTooLong() {
    TieredCache<String, byte[]> cache =
        open(
            CacheSpec.of("loaded", Codec.text(), Codec.bytes()).loader(key -> new byte[4097]),
            "value_bytes: 4096");
    assertEquals(4097, Objects.requireNonNull(cache.get("a")).length);
    assertEquals(List.of(), cache.keys());
    assertEquals(4097, Objects.requireNonNull(cache.get("a")).length);
    assertEquals(2, cache.statistics().loads());
  }

  @Test
  void shouldShowNothingOfAnotherVersion() {
    Codec<User> users = Codec.record(User.class);
    TieredCache<String, User> first = open(CacheSpec.of("users", Codec.text(), users));
    for (int i = 0; i < 10; i++) {
      first.put("user:" + i, new User(i, "n" + i));
    }
    first.close();
    TieredCache<String, LongerUser> longer =
        open(CacheSpec.of("users", Codec.text(), Codec.record(LongerUser.class)));
    assertEquals(List.of(), longer.keys());
    assertNull(longer.get("user:0"));
    assertEquals(0, disk(longer).entries());
    assertEquals(0, disk(longer).bytes());
    assertEquals(10, disk(longer).foreign());
    assertEquals(0, disk(longer).corrupt());
    longer.put("user:1", new LongerUser(1, "x", "m"));
    assertEquals(List.of("user:1"), longer.keys());
    assertEquals(1, longer.invalidateMatching("user:*"));
    longer.close();
    TieredCache<Long, User> numbers = open(CacheSpec.of("users", Codec.number(), users));
    numbers.put(1L, new User(1, "one"));
    assertEquals(List.of(1L), numbers.keys());
    assertEquals(1, numbers.invalidateMatching("*"));
    assertEquals(0, numbers.statistics().tier("near").corrupt());
  }

  @Test
  void shouldRemoveInTimeWhatIsOfAnotherVersion() {
    CacheSpec<String, OtherUser> spec =
        CacheSpec.of("others", Codec.text(), Codec.record(OtherUser.class));
    TieredCache<String, OtherUser> first = open(spec);
    first.put("a", new OtherUser("1", "one"));
    first.close();
    TieredCache<String, String> second = open(CacheSpec.of("others", Codec.text(), Codec.text()));
    second.put("a", "two");
    opened.forEach(Caches::maintain);
    assertEquals("two", second.get("a"));
    second.close();
    TieredCache<String, OtherUser> third = open(spec);
    assertNull(third.get("a"));
    assertEquals(1, disk(third).foreign());
  }

  @Test
  void shouldForgetWhatHasDiedWithoutBeingRead() {
    TieredCache<Long, String> cache = open(CacheSpec.of("dead", Codec.number(), Codec.text()));
    for (long key = 0; key < 20_000; key++) {
      cache.put(key, "session", Duration.ofMillis(key % 2 == 0 ? 1000 : 60_000), List.of());
    }
    assertEquals(20_000, disk(cache).entries());
    now.addAndGet(TimeUnit.SECONDS.toNanos(4));
    opened.forEach(Caches::maintain);
    assertEquals(10_000, disk(cache).entries());
    assertEquals(10_000, disk(cache).expirations());
    cache.close();
    cache = open(CacheSpec.of("dead", Codec.number(), Codec.text()));
    now.addAndGet(TimeUnit.SECONDS.toNanos(60));
    opened.forEach(Caches::maintain);
    assertEquals(0, disk(cache).entries());
    assertEquals(0, disk(cache).bytes());
  }

  @Test
  void shouldGiveTheRoomOfTheDeadToTheLiving() {
    sections = "disk: {max_bytes: 1MiB}";
    TieredCache<Long, byte[]> cache = open(CacheSpec.of("room", Codec.number(), Codec.bytes()));
    for (long key = 0; key < 2000; key++) {
      cache.put(key, new byte[100], Duration.ofSeconds(1), List.of());
    }
    now.addAndGet(TimeUnit.SECONDS.toNanos(4));
    for (long key = 10_000; key < 12_000; key++) {
      cache.put(key, new byte[100], HOUR, List.of());
    }
    for (long key = 10_000; key < 12_000; key++) {
      assertArrayEquals(new byte[100], cache.get(key));
    }
  }

  @Test
  void shouldDropWhatItsCodecRefusesAndLoadItAgain() {
    CacheSpec<String, User> spec = CacheSpec.of("forged", Codec.text(), Codec.record(User.class));
    TieredCache<String, User> cache = open(spec);
    cache.put("a", new User(1, "one"));
    cache.close();
    CacheTier tier = Objects.requireNonNull(node.tiers().get("disk")).get();
    tier.open(new TierContext("forged", NfcsConfig.parse("test", ""), now::get, now::get));
    tier.forEach((key, bytes) -> {
      EntryFrame frame = Objects.requireNonNull(EntryFrame.decode(bytes, spec.digest(), 1 << 20));
      byte[] forged = Objects.requireNonNull(frame.value()).clone();
      // the length of the name
      MemorySegment.ofArray(forged).asSlice(8).fill((byte) 0x7f);
      tier.store(
          key,
          new EntryFrame(frame.key(), forged, frame.times(), frame.tags())
              .encode(spec.digest(), new Compression(0, 0)),
          60_000);
    });
    cache = open(spec.loader(key -> new User(2, "loaded")));
    assertEquals(new User(2, "loaded"), cache.get("a"));
    assertEquals(1, cache.statistics().tier("near").corrupt());
    assertEquals(1, errors.counts().size(), errors.counts()::toString);
  }

  @Test
  void shouldDoWhatAnInterruptedThreadAsksAndKeepTheInterrupt() {
    TieredCache<Long, byte[]> cache =
        open(CacheSpec.of("interrupted", Codec.number(), Codec.bytes()), "", "disk");
    for (long key = 0; key < 100; key++) {
      Thread.currentThread().interrupt();
      cache.put(key, new byte[] {(byte) key});
      assertArrayEquals(new byte[] {(byte) key}, cache.get(key));
      assertTrue(key % 2 == 0 || cache.invalidate(key));
      cache.invalidateTag("some");
      assertTrue(Thread.interrupted(), "the interrupt is kept");
    }
    assertEquals(50, cache.keys().size());
    assertEquals(0, disk(cache).failures());
  }

  private static void refused(String limit, Runnable put) {
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, put::run);
    assertTrue(
        String.valueOf(refused.getMessage()).contains(limit), () -> "" + refused.getMessage());
  }

  private static TierStatistics disk(TieredCache<?, ?> cache) {
    return cache.statistics().tier("disk");
  }

  private <K, V> TieredCache<K, V> open(CacheSpec<K, V> spec) {
    return open(spec, "");
  }

  private <K, V> TieredCache<K, V> open(CacheSpec<K, V> spec, String settings) {
    return open(spec, settings, "near, disk");
  }

  private <K, V> TieredCache<K, V> open(CacheSpec<K, V> spec, String settings, String tiers) {
    NfcsConfig config =
        NfcsConfig.parse(
            "test",
            "cache: {tiers: [%s], near_bytes: 16MiB, slab_bytes: 1MiB, ttl_jitter: 0, %s}\n%s"
                .formatted(tiers, settings, sections));
    Caches caches =
        new Caches(
            new Caches.Context(config)
                .tiers(node.tiers())
                .registers(node::register)
                .clocks(now::get, () -> EPOCH_NANOS + now.get())
                .errors(errors));
    opened.add(caches);
    return caches.open(spec);
  }
}
