package io.nfcs.semantic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.codec.Codec;
import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.counters.Metrics;
import io.nfcs.counters.Metrics.Metric;
import io.nfcs.semantic.SemanticHit.Match;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SemanticCacheTest {
  private final AtomicLong now = new AtomicLong(1);
  private @Nullable SemanticCache<String> opened;

  @AfterEach
  void close() {
    if (opened != null) {
      opened.close();
    }
  }

  @Test
  void shouldFindHelloWorldForHiWorldAndSayWhy() {
    SemanticCache<String> cache = open("");
    cache.store("Hello world", "greeting_response");
    now.addAndGet(7);
    SemanticHit<String> hit = found(cache.findSimilar("Hi world", "", 0.8));
    assertEquals("greeting_response", hit.result());
    assertEquals("Hello world", hit.text());
    assertEquals(Match.SYNONYMS, hit.match());
    assertEquals(1, hit.similarity(), 1e-6);
    assertEquals(7, hit.ageNanos());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "How do I reset my password?      | How do I reset my password?  | TEXT",
        "How do I reset my password?      | how do i RESET my password   | WORDS",
        "Where's the cafe\u0301?          | where is the café            | WORDS",
        "What can't be undone?            | What cannot be undone        | WORDS",
        "Delete the picture               | Erase the photo              | SYNONYMS",
        "How do I reset my password?      | How can I reset my password? | VECTOR"
      })
  void shouldSayWhatMakesTwoTextsTheSame(String kept, String asked, Match match) {
    SemanticCache<String> cache = open("");
    cache.store(kept, "one");
    assertEquals(match, found(cache.findSimilar(asked)).match());
  }

  @Test
  void shouldKeepToTheContext() {
    SemanticCache<String> cache = open("");
    cache.store("Hello world", "en", "english");
    cache.store("Hello world", "de", "german");
    assertEquals("en", found(cache.findSimilar("hello, world!", "english", 0.9)).result());
    assertEquals("de", found(cache.findSimilar("hello, world!", "german", 0.9)).result());
    assertNull(cache.findSimilar("Hello world", "french", 0.5));
    assertNull(cache.findSimilar("Hello world"));
    assertEquals(1, cache.statistics().texts());
    assertEquals(2, cache.statistics().entries());
  }

  @Test
  void shouldFindEachOfFiftyTextsInEachOfAHundredContexts() {
    SemanticCache<String> cache = open("");
    for (int text = 0; text < 50; text++) {
      for (int context = 0; context < 100; context++) {
        cache.store(text(text), text + " in " + context, "context " + context);
      }
    }
    for (int text = 0; text < 50; text++) {
      for (int context = 0; context < 100; context++) {
        SemanticHit<String> hit =
            found(cache.findSimilar(text(text) + " please", "context " + context, 0.8));
        assertEquals(text + " in " + context, hit.result());
      }
    }
    assertEquals(50, cache.statistics().texts());
  }

  @Test
  void shouldTellItsMetrics() {
    SemanticCache<String> cache = open("");
    Metrics metrics = new Metrics();
    SemanticStatistics.tell(metrics, "texts", cache::statistics);
    cache.store("Hello world", "one");
    assertNotNull(cache.findSimilar("hello, world"));
    assertNull(cache.findSimilar("quite another matter"));
    Map<String, Double> told =
        metrics.all().stream()
            .collect(Collectors.toMap(Metric::name, metric -> metric.value().getAsDouble()));
    assertEquals(
        Map.of(
            "nfcs_semantic_lookups",
            2.0,
            "nfcs_semantic_misses",
            1.0,
            "nfcs_semantic_stores",
            1.0,
            "nfcs_semantic_evictions",
            0.0,
            "nfcs_semantic_entries",
            1.0,
            "nfcs_semantic_bytes",
            (double) cache.statistics().bytes(),
            "nfcs_conservation_residue",
            0.0),
        told);
    assertTrue(cache.statistics().bytes() > 0);
    assertTrue(
        metrics.all().stream().allMatch(metric -> "texts".equals(metric.labels().get("cache"))));
  }

  @Test
  void shouldTellOfEveryCountThatIsWrong() throws ReflectiveOperationException {
    SemanticCache<String> cache = open("");
    Metrics metrics = new Metrics();
    SemanticStatistics.tell(metrics, "texts", cache::statistics);
    Metric residue = metrics.all().getLast();
    assertEquals(Map.of("cache", "texts", "law", "semantic look-ups"), residue.labels());
    cache.store("Hello world", "one");
    assertNotNull(cache.findSimilar("Hello world"));
    assertNotNull(cache.findSimilar("hello, world"));
    assertNull(cache.findSimilar("quite another matter"));
    assertEquals(3, cache.statistics().lookups());
    for (String name : List.of("asked", "searching", "misses")) {
      Field field = SemanticCache.class.getDeclaredField(name);
      field.setAccessible(true);
      LongAdder count = (LongAdder) field.get(cache);
      for (int by : new int[] {1, -1}) {
        count.add(by);
        assertEquals(1, residue.value().getAsDouble(), name);
        count.add(-by);
        assertEquals(0, residue.value().getAsDouble(), name);
      }
    }
    Field hits = SemanticCache.class.getDeclaredField("hits");
    hits.setAccessible(true);
    hit(hits.get(cache));
    assertEquals(1, residue.value().getAsDouble(), "hits");
  }

  @SuppressWarnings("unchecked")
  private static void hit(Object tally) {
    ((Tally<Match>) tally).count(Match.WORDS);
  }

  /** Any text in any context: what is found was stored in that context. */
  @Test
  void shouldNeverCrossContexts() {
    SemanticCache<String> cache = open("");
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 4000; i++) {
      String context = "c" + random.nextInt(20);
      String text = text(random.nextInt(40));
      switch (random.nextInt(4)) {
        case 0 -> cache.store(text, context);
        case 1 -> cache.store(text, context, context);
        case 2 -> cache.remove(text, context);
        default -> {
          SemanticHit<String> hit = cache.findSimilar("so " + text, context, 0.7);
          assertTrue(hit == null || hit.result().equals(context));
        }
      }
    }
  }

  @Test
  void shouldForgetWhatIsOld() {
    SemanticCache<String> cache = open("ttl_millis: 1000");
    cache.store("short", "a");
    cache.store("long", "b", "", Duration.ofMinutes(1));
    cache.store("for ever", "c", "", Duration.ZERO);
    now.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertNull(cache.findSimilar("short"));
    assertNotNull(cache.findSimilar("long"));
    now.addAndGet(TimeUnit.DAYS.toNanos(1000));
    assertNull(cache.findSimilar("LONG"));
    assertNotNull(cache.findSimilar("for ever"));
    cache.store("another", "d");
    assertEquals(2, cache.statistics().expirations());
    assertEquals(2, cache.statistics().entries());
  }

  @Test
  void shouldKeepWhatHasCenturiesToLive() {
    SemanticCache<String> cache = open("ttl_millis: " + 1_000_000_000_000_000L);
    cache.store("settings", "a");
    cache.store("thousand years", "b", "", Duration.ofDays(365_000));
    cache.store("all seconds", "c", "", Duration.ofSeconds(Long.MAX_VALUE));
    now.addAndGet(TimeUnit.DAYS.toNanos(1000));
    for (String text : List.of("settings", "thousand years", "all seconds")) {
      assertNotNull(cache.findSimilar(text), text);
    }
  }

  @Test
  void shouldRefuseHalfASurrogatePair() {
    SemanticCache<String> cache = open("");
    for (String half : List.of("dog \ud83d", "\udc36")) {
      assertThrows(IllegalArgumentException.class, () -> cache.store(half, "a"));
      assertThrows(IllegalArgumentException.class, () -> cache.store("dog", "a", half));
      assertThrows(IllegalArgumentException.class, () -> cache.findSimilar(half));
      assertThrows(IllegalArgumentException.class, () -> cache.findSimilar("dog", half, 0.9));
    }
    assertEquals(0, cache.statistics().entries());
  }

  @Test
  void shouldKeepToItsLimits() {
    SemanticCache<String> cache = open("max_entries: 100");
    for (int i = 0; i < 1000; i++) {
      cache.store("text number " + i, "result");
      assertTrue(cache.statistics().entries() <= 100);
    }
    assertEquals(900, cache.statistics().evictions());
    assertEquals(100, cache.statistics().texts());

    SemanticCache<String> small = open("max_bytes: 1MiB");
    for (int i = 0; i < 1000; i++) {
      small.store("text number " + i, "x".repeat(5000));
      assertTrue(small.statistics().bytes() <= 1 << 20);
    }
    assertTrue(small.statistics().entries() > 100);
  }

  /** The entry was kept; what goes in its place goes at a later store. */
  @Test
  void shouldKeepWhoseEvictionOrExpiryTheLogRefuses() throws ReflectiveOperationException {
    SemanticCache<String> cache = open("max_entries: 2, ttl_millis: 0");
    cache.store("one", "1");
    cache.store("two", "2");
    failOn(cache, "removed");
    cache.store("three", "3");
    assertEquals(3, cache.statistics().entries());
    assertEquals(0, cache.statistics().evictions());
    failOn(cache, "none");
    cache.store("three", "4");
    assertEquals(2, cache.statistics().entries());
    assertEquals(1, cache.statistics().evictions());

    cache.store("three", "5", "", Duration.ofSeconds(1));
    now.addAndGet(TimeUnit.SECONDS.toNanos(1));
    failOn(cache, "removed");
    cache.store("three", "5", "other", Duration.ZERO);
    assertEquals(0, cache.statistics().expirations());
    assertNull(cache.findSimilar("three"));
    failOn(cache, "none");
    cache.store("three", "6", "other", Duration.ZERO);
    assertEquals(1, cache.statistics().expirations());
    assertEquals(2, cache.statistics().entries());
  }

  @Test
  void shouldCloseTheRestIfTheLogDoesNotClose() throws ReflectiveOperationException {
    SemanticCache<String> cache = open("");
    opened = null;
    failOn(cache, "close");
    AtomicLong closed = new AtomicLong();
    field("embedder")
        .set(
            cache,
            proxy(
                Embedder.class,
                name -> {
                  if (name.equals("close")) {
                    closed.incrementAndGet();
                  }
                }));
    assertThrows(UncheckedIOException.class, cache::close);
    assertEquals(1, closed.get());
    assertTrue(((ExecutorService) field("background").get(cache)).isShutdown());
  }

  @Test
  void shouldReplaceRemoveAndClear() {
    SemanticCache<String> cache = open("");
    cache.storeAll(Map.of("one text", "1", "another word", "2"), "");
    cache.store("one text", "3");
    assertEquals("3", found(cache.findSimilar("One text.")).result());
    assertEquals(2, cache.statistics().entries());
    assertEquals(
        Set.of("ONE TEXT", "another words"),
        cache.findAllSimilar(List.of("ONE TEXT", "another words", "third"), "", 0.9).keySet());
    assertTrue(cache.remove("one text", ""));
    assertFalse(cache.remove("one text", ""));
    assertNull(cache.findSimilar("one text"));
    cache.clear();
    assertNull(cache.findSimilar("another word"));
    assertEquals(0, cache.statistics().bytes());
  }

  @Test
  void shouldLearnFromWhatWasWrong() {
    SemanticCache<String> cache = open("");
    cache.store("How do I reset my password?", "one");
    SemanticHit<String> hit = found(cache.findSimilar("How can I reset my password?"));
    cache.feedback(hit, true);
    assertNotNull(cache.findSimilar("How can I reset my password?"));
    cache.feedback(hit, false);
    assertNull(cache.findSimilar("How can I reset my password?"));
    SemanticHit<String> same = found(cache.findSimilar("How do I reset my password?"));
    cache.feedback(same, false);
    assertNull(cache.findSimilar("How do I reset my password?"));
    assertEquals(1, cache.statistics().right());
    assertEquals(2, cache.statistics().wrong());
  }

  @Test
  void shouldKeepItsLaw() {
    SemanticCache<String> cache = open("");
    for (int i = 0; i < 100; i++) {
      cache.findSimilar(text(i % 30));
      cache.store(text(i % 20), "result");
      cache.findSimilar(text(i % 30) + "!");
    }
    SemanticStatistics statistics = cache.statistics();
    assertEquals(200, statistics.lookups());
    long hits = statistics.hits().values().stream().mapToLong(Long::longValue).sum();
    assertEquals(statistics.lookups(), hits + statistics.misses());
    assertTrue(hits > 0 && statistics.misses() > 0);
  }

  @Test
  void shouldRefuseWhatIsNoText() {
    SemanticCache<String> cache = open("max_text_chars: 100");
    for (String bad : List.of("", "x".repeat(101), "x".repeat(1 << 20), "half \ud800 pair")) {
      assertThrows(IllegalArgumentException.class, () -> cache.store(bad, "result"));
      assertThrows(IllegalArgumentException.class, () -> cache.findSimilar(bad));
    }
    assertEquals(0, cache.statistics().entries());
    cache.store("?!", "says nothing");
    assertEquals("says nothing", found(cache.findSimilar("?!")).result());
    assertNull(cache.findSimilar("!?"));
  }

  @Test
  void shouldNameTheEmbeddersThereAre() {
    ConfigException refused = assertThrows(ConfigException.class, () -> open("embedder: word2vec"));
    assertEquals(
        "semantic.embedder: no plugin is named 'word2vec'; allowed: [langchain4j, lexical, onnx]",
        refused.getMessage());
  }

  private SemanticCache<String> open(String settings) {
    close();
    SemanticCache<String> cache =
        SemanticCache.open(
            NfcsConfig.parse("test", "semantic: {" + settings + "}"), Codec.text(), now::get);
    opened = cache;
    return cache;
  }

  /** Gives a cache a log that fails on a call of this name. */
  private static void failOn(SemanticCache<String> cache, String call)
      throws ReflectiveOperationException {
    field("log")
        .set(
            cache,
            proxy(
                EntryLog.class,
                name -> {
                  if (name.equals(call)) {
                    throw new UncheckedIOException(new IOException("the disk is full"));
                  }
                }));
  }

  private static Field field(String name) throws NoSuchFieldException {
    Field field = SemanticCache.class.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  private static <T> T proxy(Class<T> type, Consumer<String> called) {
    return type.cast(
        Proxy.newProxyInstance(
            SemanticCacheTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              called.accept(method.getName());
              return method.getReturnType() == long.class ? 0L : null;
            }));
  }

  private static SemanticHit<String> found(@Nullable SemanticHit<String> hit) {
    assertNotNull(hit);
    return hit;
  }

  private static String text(int number) {
    String[] subjects = {"oscillator", "vortex", "token", "policy", "journal"};
    String[] verbs = {"drifts", "halts", "grows", "repeats"};
    String[] places = {"in the field", "on the ring", "behind the gate"};
    return subjects[number % 5] + ' ' + verbs[number / 5 % 4] + ' ' + places[number / 20 % 3];
  }
}
