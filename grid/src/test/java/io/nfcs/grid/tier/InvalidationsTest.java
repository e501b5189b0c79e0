package io.nfcs.grid.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.TickThread;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.table.NodeAwayException;
import io.nfcs.table.Register;
import io.nfcs.tier.CacheKey;
import io.nfcs.tier.CacheTier;
import io.nfcs.tier.Tag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class InvalidationsTest {
  /** Settings by which changes of others are read when a cache is opened, and not again. */
  private static final String SELDOM = ", heal_millis: 3600000";

  private static final List<String> KEYS = List.of("a", "b", "c");

  private final Map<String, Register> registers = new ConcurrentHashMap<>();

  @Test
  void shouldForgetTagsThatNoEntryHas() {
    Invalidations invalidations = invalidations(this::register, names -> new long[names.size()]);
    Tag[] held = invalidations.tags(List.of("held"));
    for (int i = 0; i < 30_000; i++) {
      invalidations.invalidate(invalidations.tag("dead " + i));
    }
    awaitKnown(invalidations, 10_000);
    assertSame(held[1], invalidations.tag("held"), "what is held is the one of its name");
    assertTrue(invalidations.tag("dead 7").invalidated() > 0, "its number is remembered");
  }

  @Test
  void shouldNotForgetThatATagWasInvalidatedWhereNothingIsDurable() {
    Invalidations invalidations =
        invalidations(new VolatileRegisters(), names -> new long[names.size()]);
    long before = invalidations.stamp();
    for (int i = 0; i < 30_000; i++) {
      invalidations.invalidate(invalidations.tag("dead " + i));
    }
    awaitKnown(invalidations, 10_000);
    for (int i = 0; i < 30_000; i += 1000) {
      assertTrue(invalidations.tag("dead " + i).hasOvertaken(before), "a load that comes late");
    }
    assertFalse(
        invalidations.tag("never invalidated").hasOvertaken(invalidations.stamp()), "what is new");
  }

  @Test
  void shouldAskForTheTagsOfAnEntryTogether() {
    List<List<String>> asked = new ArrayList<>();
    Invalidations invalidations =
        invalidations(
            this::register,
            names -> {
              asked.add(List.copyOf(names));
              long[] numbers = new long[names.size()];
              Arrays.fill(numbers, 7);
              return numbers;
            });
    asked.clear();
    Tag[] tags = invalidations.tags(List.of("a", "b", "c"));
    assertEquals(List.of(List.of("a", "b", "c")), asked);
    assertEquals(7, tags[3].invalidated());
  }

  @Test
  void shouldRememberLongNamesByTheirDigest() {
    String name = "x".repeat(1 << 20);
    assertEquals(33, TagNames.stored(name).length());
    assertEquals(TagNames.stored(name), TagNames.stored(name));
    assertNotEquals(TagNames.stored(name), TagNames.stored(name + 'x'));
    assertEquals("short", TagNames.stored("short"));
    Invalidations invalidations = invalidations(this::register, names -> new long[names.size()]);
    invalidations.invalidate(invalidations.tag(name));
    Invalidations later = invalidations(this::register, names -> new long[names.size()]);
    assertTrue(later.tag(name).invalidated() > 0);
  }

  /** A key whose change did not reach one tier is right in the others. */
  @Test
  void shouldServeFromATierWhatAnotherCouldNotBeToldOf() {
    FetchFixture.HeapTier away =
        new FetchFixture.HeapTier("away") {
          @Override
          public void store(CacheKey key, byte[] frame, long liveMillis) {
            throw new NodeAwayException("on purpose");
          }
        };
    FetchFixture.HeapTier well = new FetchFixture.HeapTier("well");
    Map<String, Supplier<CacheTier>> tiers = new LinkedHashMap<>();
    tiers.put("away", () -> away);
    tiers.put("well", () -> well);
    // near has no room for it
    String value = "x".repeat(100_000);
    try (FetchFixture process = process(tiers)) {
      TieredCache<String, String> cache = open(process);
      cache.put("a", value);
      assertEquals(value, cache.get("a"));
    }
  }

  /**
   * A look-up during a removal may find the key in the tier that still has it, and copy it to near
   * when it is gone everywhere else.
   */
  @Test
  void shouldNotKeepWhatIsFoundBelowWhileItIsRemoved() throws Exception {
    AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
    FetchFixture.HeapTier tier =
        new FetchFixture.HeapTier("below") {
          @Override
          public boolean remove(CacheKey key) {
            meanwhile.get().run();
            return super.remove(key);
          }
        };
    try (FetchFixture process = process(Map.of("below", () -> tier))) {
      TieredCache<String, String> cache = open(process);
      cache.put("a", "old");
      AtomicReference<@Nullable FutureTask<@Nullable String>> reading = new AtomicReference<>();
      meanwhile.set(() -> {
        reading.set(process.start(() -> cache.get("a")));
        // near has it no more, below has; to keep it the reader waits for the remover
        FetchFixture.awaitWaiting(process.thread());
      });
      assertTrue(cache.invalidate("a"));
      FutureTask<@Nullable String> reader = Objects.requireNonNull(reading.get());
      assertEquals("old", reader.get(), "it looked before it was gone");
      assertNull(cache.get("a"));
    }
  }

  @Test
  void shouldServeNothingOfALocalTierThatCouldNotBeScannedToItsEnd() {
    BrokenScan scan = new BrokenScan();
    ScannedTier tier = new ScannedTier(scan);
    try (FetchFixture process = process(Map.of("local", () -> tier))) {
      TieredCache<String, String> cache = open(process);
      KEYS.forEach(key -> cache.put(key, "old"));
    }
    try (FetchFixture process = process(Map.of("local", () -> tier))) {
      TieredCache<String, String> cache = open(process);
      scan.isBroken = true;
      cache.invalidateMatching("*");
      scan.isBroken = false;
      assertEquals(Map.of(), served(cache));
      cache.put("a", "new");
    }
    try (FetchFixture later = process(Map.of("local", () -> tier))) {
      assertEquals(Map.of("a", "new"), served(open(later)), "after a restart");
    }
  }

  /** A key looked up during a scan of a tier is copied to those above, which have been scanned. */
  @Test
  void shouldServeNothingThatWasFilledFromATierBeforeItsScanBroke() {
    BrokenScan scan = new BrokenScan();
    FetchFixture.HeapTier upper = new FetchFixture.HeapTier("upper");
    ScannedTier lower = new ScannedTier(scan);
    Map<String, Supplier<CacheTier>> tiers = new LinkedHashMap<>();
    tiers.put("upper", () -> upper);
    tiers.put("local", () -> lower);
    try (FetchFixture process = process(tiers)) {
      TieredCache<String, String> cache = open(process);
      KEYS.forEach(key -> cache.put(key, "old"));
    }
    upper.frames.clear();
    try (FetchFixture process = process(tiers)) {
      TieredCache<String, String> cache = open(process);
      scan.isBroken = true;
      scan.before = () -> assertEquals(3, served(cache).size());
      cache.invalidateMatching("*");
      assertEquals(Map.of(), served(cache));
    }
    try (FetchFixture later = process(tiers)) {
      assertEquals(Map.of(), served(open(later)), "without what near had");
    }
  }

  /** Others receive the pattern, but apply it only to tiers of their own. */
  @ParameterizedTest
  @ValueSource(strings = {"shared", "shared, whole", "whole, shared"})
  void shouldServeNothingOfASharedTierThatCouldNotBeScannedToItsEnd(String names) {
    BrokenScan scan = new BrokenScan();
    LogTier whole = new LogTier("whole");
    ScannedLogTier shared = new ScannedLogTier(scan);
    Map<String, Supplier<CacheTier>> tiers = new LinkedHashMap<>();
    for (String name : names.split(", ", -1)) {
      tiers.put(name, () -> name.equals("whole") ? whole : shared);
    }
    try (FetchFixture one = sharing(tiers);
        FetchFixture other = sharing(tiers);
        FetchFixture third = sharing(tiers)) {
      TieredCache<String, String> first = open(one);
      KEYS.forEach(key -> first.put(key, "old"));
      whole.frames.clear();
      TieredCache<String, String> second = open(other);
      scan.isBroken = true;
      second.invalidateMatching("*");
      assertEquals(Map.of(), served(second));
      TieredCache<String, String> elsewhere = open(third);
      assertEquals(Map.of(), served(elsewhere), "in another process");
      second.put("a", "new");
      assertEquals(Map.of("a", "new"), served(elsewhere));
    }
  }

  /** Changes that are read count as known, and are not applied any more. */
  @Test
  void shouldHearOfNothingAtItsEnd() {
    LogTier log = new LogTier("log");
    Map<String, Supplier<CacheTier>> tiers = new LinkedHashMap<>();
    FetchFixture.HeapTier disk = new FetchFixture.HeapTier("disk");
    tiers.put("disk", () -> disk);
    tiers.put("log", () -> log);
    try (FetchFixture process = new FetchFixture(SELDOM, tiers, this::register);
        FetchFixture other = new FetchFixture(SELDOM, Map.of("log", () -> log))) {
      TieredCache<String, String> cache = open(process);
      cache.put("a", "old");
      open(other).put("a", "new");
      cache.close();
      assertEquals(1, disk.frames.size());
      assertEquals("new", open(process).get("a"));
    }
  }

  @Test
  void shouldTellWhatATickHasChangedAtItsEnd() throws InterruptedException {
    LogTier log = new LogTier("log");
    try (FetchFixture process = new FetchFixture(SELDOM, Map.of("log", () -> log));
        FetchFixture other = new FetchFixture("", Map.of("log", () -> log))) {
      TieredCache<String, String> cache =
          process.caches.openForTicks(CacheSpec.of("c", Codec.text(), Codec.text()));
      TieredCache<String, String> elsewhere = open(other);
      cache.put("a", "old");
      assertEquals("old", elsewhere.get("a"));
      TickThread tick = new TickThread(() -> cache.put("a", "new"), "tick");
      tick.start();
      tick.join();
      cache.close();
      while (!"new".equals(elsewhere.get("a"))) {
        assertFalse(Thread.currentThread().isInterrupted(), "never told");
        Thread.onSpinWait();
      }
    }
  }

  /** Returns a process with the stored numbers of earlier ones. */
  private FetchFixture process(Map<String, Supplier<CacheTier>> tiers) {
    return new FetchFixture("", tiers, this::register);
  }

  /** Returns a process without stored numbers. */
  private static FetchFixture sharing(Map<String, Supplier<CacheTier>> tiers) {
    return new FetchFixture("", tiers);
  }

  private static TieredCache<String, String> open(FetchFixture process) {
    return process.caches.open(CacheSpec.of("c", Codec.text(), Codec.text()));
  }

  private static Map<String, String> served(TieredCache<String, String> cache) {
    return cache.getAll(KEYS);
  }

  /** A tier whose scan ends after the first entry while a flag is set. */
  private static final class BrokenScan {
    private boolean isBroken;
    private @Nullable Runnable before;

    void through(Map<CacheKey, byte[]> frames, BiConsumer<CacheKey, byte[]> visitor) {
      if (before != null) {
        before.run();
      }
      for (Map.Entry<CacheKey, byte[]> entry : frames.entrySet()) {
        visitor.accept(entry.getKey(), entry.getValue());
        if (isBroken) {
          throw new IllegalStateException("a scan that breaks off");
        }
      }
    }
  }

  private static final class ScannedTier extends FetchFixture.HeapTier {
    private final BrokenScan scan;

    ScannedTier(BrokenScan scan) {
      super("local");
      this.scan = scan;
    }

    @Override
    public void forEach(BiConsumer<CacheKey, byte[]> visitor) {
      scan.through(frames, visitor);
    }
  }

  private static final class ScannedLogTier extends LogTier {
    private final BrokenScan scan;

    ScannedLogTier(BrokenScan scan) {
      super("shared");
      this.scan = scan;
    }

    @Override
    public void forEach(BiConsumer<CacheKey, byte[]> visitor) {
      scan.through(frames, visitor);
    }
  }

  private static Invalidations invalidations(
      Function<String, Register> registers, Function<List<String>, long[]> shared) {
    return new Invalidations(registers, shared, 0);
  }

  private Register register(String name) {
    return registers.computeIfAbsent(name, first -> new VolatileRegister());
  }

  private static void awaitKnown(Invalidations invalidations, int most) {
    while (invalidations.known() > most) {
      assertFalse(Thread.currentThread().isInterrupted(), "never forgotten");
      System.gc();
    }
  }
}
