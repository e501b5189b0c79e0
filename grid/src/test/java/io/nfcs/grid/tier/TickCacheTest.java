package io.nfcs.grid.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.cache.Answer;
import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.Lease;
import io.nfcs.cache.TickThread;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.table.NodeAwayException;
import io.nfcs.table.Register;
import io.nfcs.tier.CacheKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class TickCacheTest {
  @TempDir Path notes;

  private final GatedTier tier = new GatedTier();
  private final GatedRegisters registers = new GatedRegisters();
  private @Nullable Caches opened;

  @AfterEach
  void close() {
    tier.open();
    registers.open();
    if (opened != null) {
      opened.close();
    }
  }

  @Test
  void shouldNotWaitOnATickForATierThatHangs() throws Exception {
    AtomicInteger loads = new AtomicInteger();
    TieredCache<String, String> cache =
        caches()
            .openForTicks(
                CacheSpec.of("c", Codec.text(), Codec.text())
                    .loader(key -> key + loads.incrementAndGet()));
    tier.shut();
    assertEquals(
        List.of("a1", "b2", "a1", "put"),
        onTick(() -> {
          String a = cache.get("a");
          String b = cache.get("b");
          cache.put("c", "put");
          cache.invalidateTag("tag");
          return List.of(
              String.valueOf(a),
              String.valueOf(b),
              String.valueOf(cache.get("a")),
              String.valueOf(cache.get("c")));
        }));
    assertEquals(List.of(), tier.done);
    tier.open();
    await(() -> tier.frames.size() == 3);
    assertEquals(2, loads.get());
  }

  @Test
  void shouldServeWhatWasPutAndNotWhatWasInvalidatedBeforeTheTierHasHeard() throws Exception {
    TieredCache<String, String> cache =
        caches().openForTicks(CacheSpec.of("no-near", Codec.text(), Codec.text()));
    cache.put("gone", "old");
    cache.put("new", "old");
    cache.put("again", "old");
    await(() -> tier.frames.size() == 3);
    tier.shut();
    onTick(() -> {
      cache.invalidate("gone");
      cache.put("new", "new");
      cache.invalidate("again");
      cache.put("again", "again");
      return cache;
    });
    assertNull(onTick(() -> cache.get("gone")));
    assertEquals("new", onTick(() -> cache.get("new")));
    assertNull(cache.get("gone"), "on another thread");
    assertEquals("again", cache.get("again"));
    tier.open();
    await(() -> tier.frames.size() == 2);
    assertNull(cache.get("gone"));
    assertEquals("new", cache.get("new"));
    assertEquals("again", cache.get("again"));
  }

  @Test
  void shouldForgetInATierWhatWasClearedBeforeItHasHeard() throws Exception {
    TieredCache<String, String> cache =
        caches().openForTicks(CacheSpec.of("no-near", Codec.text(), Codec.text()));
    cache.put("a", "old");
    await(() -> tier.frames.size() == 1);
    tier.shut();
    onTick(() -> {
      cache.clear();
      cache.put("b", "new");
      return cache;
    });
    assertNull(cache.get("a"));
    assertEquals("new", cache.get("b"));
    tier.open();
    await(() -> tier.done.contains("clear") && tier.frames.size() == 1);
    assertEquals("new", cache.get("b"));
  }

  @Test
  void shouldNotHoldATickUpByAnotherThreadThatChangesTheSameKey() throws Exception {
    TieredCache<String, String> cache =
        caches().openForTicks(CacheSpec.of("c", Codec.text(), Codec.text()));
    tier.shut();
    cache.put("a", "off the tick");
    assertEquals(
        "on the tick",
        onTick(() -> {
          cache.put("a", "on the tick");
          return String.valueOf(cache.get("a"));
        }));
  }

  @Test
  void shouldOpenACacheOnATickWithoutWaiting() throws Exception {
    tier.shut();
    TieredCache<String, String> cache =
        onTick(() -> {
          TieredCache<String, String> opened =
              caches().openForTicks(CacheSpec.of("c", Codec.text(), Codec.text()));
          opened.put("a", "one");
          return opened;
        });
    assertEquals("one", onTick(() -> String.valueOf(cache.get("a"))));
    tier.open();
    await(() -> tier.frames.size() == 1);
  }

  @Test
  void shouldAnswerABudgetedLookUpLateWhileTheTierHangs() throws Exception {
    TieredCache<String, String> cache =
        caches().openForTicks(CacheSpec.of("c", Codec.text(), Codec.text()));
    cache.put("a", "one");
    tier.shut();
    assertEquals(
        Answer.LATE,
        onTick(() -> {
          try (Lease lease = cache.lease()) {
            return cache.get("b", 1_000_000, lease);
          }
        }));
  }

  @Test
  void shouldNotTakeATierThatDoesNotAnswerForOneThatHasNothing() throws Exception {
    TieredCache<String, String> cache =
        caches().openForTicks(CacheSpec.of("c", Codec.text(), Codec.text()));
    tier.fail(new NodeAwayException("the node has stopped"));
    try (Lease lease = cache.lease()) {
      assertEquals(Answer.LATE, cache.get("b", 10_000_000_000L, lease));
      assertEquals(Answer.MISS, cache.get("b", lease));
      tier.fail(null);
      assertEquals(Answer.MISS, cache.get("b", 10_000_000_000L, lease));
    }
  }

  @Test
  void shouldInvalidateOnATickWhatMatchesAndWhatHasATagThatIsNotKnownYet() throws Exception {
    TieredCache<String, String> cache =
        caches()
            .openForTicks(
                CacheSpec.of("no-near", Codec.text(), Codec.text())
                    .tags((key, value) -> List.of(key)));
    for (String key : List.of("a", "b", "xa")) {
      cache.put(key, "old");
    }
    await(() -> tier.frames.size() == 3);
    registers.shut();
    tier.shut();
    onTick(() -> {
      cache.invalidateTag("b");
      return cache.invalidateMatching("x*");
    });
    assertNull(onTick(() -> cache.get("xa")));
    registers.open();
    tier.open();
    assertNull(cache.get("b"));
    assertNull(cache.get("xa"));
    cache.put("b", "new");
    assertEquals("new", cache.get("b"));
  }

  @Test
  void shouldNotWaitOnATickForAFetchOfAnotherThreadThatHangs() throws Exception {
    TieredCache<String, String> cache =
        caches()
            .openForTicks(CacheSpec.of("c", Codec.text(), Codec.text()).loader(key -> "loaded"));
    tier.shut();
    assertEquals(
        List.of("LATE", "loaded", "loaded"),
        onTick(() -> {
          try (Lease lease = cache.lease()) {
            return List.of(
                String.valueOf(cache.get("a", 1_000_000, lease)),
                String.valueOf(cache.get("a")),
                String.valueOf(cache.getAll(List.of("a", "b")).get("b")));
          }
        }));
  }

  @Test
  void shouldTrustNothingThatAnEarlierProcessHasLeftUnsettled() throws Exception {
    TieredCache<String, String> cache =
        caches().openForTicks(CacheSpec.of("no-near", Codec.text(), Codec.text()));
    cache.put("a", "old");
    await(() -> tier.frames.size() == 1);
    tier.shut();
    onTick(() -> cache.invalidate("a"));
    await(() -> notes.resolve("no-near.unsettled").toFile().exists());
    // as after a kill: what stood in the queue is gone
    GatedTier after = new GatedTier();
    after.frames.putAll(tier.frames);
    Caches next = caches(after);
    try {
      TieredCache<String, String> reopened =
          next.openForTicks(CacheSpec.of("no-near", Codec.text(), Codec.text()));
      assertNull(reopened.get("a"));
      assertEquals(List.of("clear"), after.done);
      await(() -> !notes.resolve("no-near.unsettled").toFile().exists());
    } finally {
      next.close();
    }
  }

  /** A node may still execute an abandoned store when it continues. */
  @Test
  void shouldNotServeWhatATierStoresAfterItsRemoval() throws Exception {
    TieredCache<String, String> cache =
        caches().openForTicks(CacheSpec.of("no-near", Codec.text(), Codec.text()));
    Map<CacheKey, byte[]> late = giveUpAStore(cache);
    onTick(() -> cache.invalidate("a"));
    tier.leaveStoresUnanswered(false);
    await(() -> tier.frames.isEmpty());
    tier.frames.putAll(late);
    assertNull(cache.get("a"));
    assertNull(onTick(() -> cache.get("a")));
  }

  /** Neither the removal of a key nor that of all is before it in the queue. */
  @ParameterizedTest
  @ValueSource(strings = {"put", "match", "clear"})
  void shouldNotServeWhatATierStoresAfterOtherChanges(String change) throws Exception {
    TieredCache<String, String> cache =
        caches().openForTicks(CacheSpec.of("no-near", Codec.text(), Codec.text()));
    Map<CacheKey, byte[]> late = giveUpAStore(cache);
    onTick(() -> {
      switch (change) {
        case "put" -> cache.put("a", "new");
        case "match" -> cache.invalidateMatching("a*");
        default -> cache.clear();
      }
      return cache;
    });
    await(() -> !tier.frames.equals(late));
    tier.leaveStoresUnanswered(false);
    // stands behind the change in the queue
    onTick(() -> cache.invalidate("b"));
    await(() -> tier.done.getLast().equals("remove"));
    tier.frames.putAll(late);
    assertNull(cache.get("a"));
  }

  /** Lets stores of a key be executed without an answer; returns their frames. */
  private Map<CacheKey, byte[]> giveUpAStore(TieredCache<String, String> cache) throws Exception {
    tier.leaveStoresUnanswered(true);
    onTick(() -> {
      cache.put("a", "late");
      return cache;
    });
    await(() -> tier.done.size() > 1);
    return Map.copyOf(tier.frames);
  }

  @Test
  void shouldNotServeWhatWasLoadedAndIsStoredAfterItsRemoval() {
    AtomicInteger loads = new AtomicInteger();
    TieredCache<String, String> cache =
        caches()
            .open(
                CacheSpec.of("no-near", Codec.text(), Codec.text())
                    .loader(key -> key + loads.incrementAndGet()));
    tier.leaveStoresUnanswered(true);
    assertEquals("a1", cache.get("a"));
    tier.leaveStoresUnanswered(false);
    Map<CacheKey, byte[]> late = Map.copyOf(tier.frames);
    cache.invalidate("a");
    tier.frames.putAll(late);
    assertEquals("a2", cache.get("a"));
  }

  /** Also if the node that stores the invalidations is away from the beginning. */
  @Test
  void shouldPutWhereNothingBelowCanBeAsked() {
    TieredCache<String, String> cache =
        caches().open(CacheSpec.of("c", Codec.text(), Codec.text()));
    tier.fail(new NodeAwayException("away, on purpose"));
    registers.fail(new NodeAwayException("away, on purpose"));
    cache.put("a", "one");
    assertEquals("one", cache.get("a"));
    assertTrue(cache.invalidate("a"));
    assertNull(cache.get("a"));
  }

  @Test
  void shouldApplyWhatStandsInTheQueueAlsoAfterAnError() throws Exception {
    TieredCache<String, String> cache =
        caches().openForTicks(CacheSpec.of("no-near", Codec.text(), Codec.text()));
    tier.throwOnce(new NoClassDefFoundError("on purpose"));
    onTick(() -> {
      cache.put("a", "one");
      cache.put("b", "two");
      return cache;
    });
    await(() -> tier.frames.size() == 1);
    assertNull(cache.get("a"));
    assertEquals("two", cache.get("b"));
  }

  @Test
  void shouldDoAsBeforeWhereNoTickComes() {
    TieredCache<String, String> cache =
        caches().open(CacheSpec.of("c", Codec.text(), Codec.text()));
    cache.put("a", "one");
    assertEquals(List.of("store"), tier.done, "there when the call returns");
    assertTrue(cache.invalidate("a"));
    assertFalse(cache.invalidate("a"));
  }

  /** Returns the node, made by the first caller, since the folder exists only then. */
  private Caches caches() {
    if (opened == null) {
      opened = caches(tier);
    }
    return opened;
  }

  private Caches caches(GatedTier below) {
    return new Caches(
        new Caches.Context(
                NfcsConfig.parse(
                    "test",
                    "cache: {tiers: [near, gated], tick_micros: 20000}\n"
                        + "caches: {no-near: {tiers: [gated]}}"))
            .tiers(Map.of("gated", () -> below))
            .registers(registers)
            .notesIn(notes));
  }

  private static <R> R onTick(Callable<R> task) throws Exception {
    FutureTask<R> result = new FutureTask<>(task);
    new TickThread(result, "tick").start();
    return result.get();
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      assertFalse(Thread.currentThread().isInterrupted(), "waited in vain");
      Thread.onSpinWait();
    }
  }

  /** Registers in memory, which hang while their gate is shut. */
  private static final class GatedRegisters implements Function<String, Register> {
    private final Map<String, Long> values = new ConcurrentHashMap<>();
    private final GatedTier gate = new GatedTier();

    void shut() {
      gate.shut();
    }

    void open() {
      gate.open();
    }

    void fail(RuntimeException why) {
      gate.fail(why);
    }

    @Override
    public Register apply(String name) {
      return new Register() {
        @Override
        public long get(long absent) {
          gate.clear();
          return values.getOrDefault(name, absent);
        }

        @Override
        public void set(long value) {
          gate.clear();
          values.put(name, value);
        }
      };
    }
  }
}
