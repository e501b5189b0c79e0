package io.nfcs.semantic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.semantic.SemanticHit.Match;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The entries of a cache that is opened again. */
@Timeout(120)
class DurableCacheTest {
  private static final long SEED = Long.getLong("nfcs.seed", 20_261_127L);

  private static final String OTHER_MODEL =
      "io.nfcs.semantic.langchain4j.LangChain4jEmbedderTest$Lengths";

  private final AtomicLong epochNanos = new AtomicLong(TimeUnit.DAYS.toNanos(20_000));

  /** Time of the clock of the process, which begins anywhere. */
  private long processNanos = 1;

  @TempDir Path folder;

  @Test
  void shouldHaveAllOfItAgain() {
    try (SemanticCache<String> cache = open("")) {
      cache.store("Hello world", "en", "english");
      cache.store("Hello world", "de", "german");
      cache.store("Hello world", "new", "english");
      cache.store("Say 7 things", "seven");
      cache.store("!?", "without words");
      cache.remove("Say 7 things", SemanticCache.ANY);
    }
    try (SemanticCache<String> cache = open("")) {
      assertEquals("new", result(cache.findSimilar("hello, world", "english", 0.9)));
      assertEquals("de", result(cache.findSimilar("Hi world", "german", 0.8)));
      assertEquals("without words", result(cache.findSimilar("!?")));
      assertNull(cache.findSimilar("Say 7 things"));
      assertEquals(3, cache.statistics().entries());
      assertEquals(2, cache.statistics().texts());
      cache.clear();
      cache.store("After all", "left");
    }
    try (SemanticCache<String> cache = open("")) {
      assertEquals("left", result(cache.findSimilar("After all")));
      assertEquals(1, cache.statistics().entries());
    }
  }

  @Test
  void shouldRefuseAFolderWhoseLogWasDeleted() throws IOException {
    open("").close();
    try (Stream<Path> all = Files.list(folder.resolve("log"))) {
      for (Path file : all.toList()) {
        Files.delete(file);
      }
    }
    UncheckedIOException error = assertThrows(UncheckedIOException.class, () -> open("").close());
    assertTrue(String.valueOf(error.getMessage()).contains(".wal: is missing"), error::getMessage);
    Files.delete(folder.resolve("log.latest"));
    error = assertThrows(UncheckedIOException.class, () -> open("").close());
    assertTrue(String.valueOf(error.getMessage()).contains("log.latest"), error::getMessage);
  }

  @Test
  void shouldRememberWhatWasWrong() {
    try (SemanticCache<String> cache = open("")) {
      cache.store("How do I reset my password?", "one");
      cache.feedback(found(cache.findSimilar("How can I reset my password?")), false);
    }
    try (SemanticCache<String> cache = open("")) {
      assertNull(cache.findSimilar("How can I reset my password?"));
      assertEquals("one", result(cache.findSimilar("How do I reset my password?")));
    }
  }

  @Test
  void shouldCountTheTimeInWhichItWasClosed() {
    try (SemanticCache<String> cache = open("")) {
      cache.store("for an hour", "hour", "", Duration.ofHours(1));
      cache.store("for a day", "day", "", Duration.ofDays(1));
      cache.store("for ever", "ever", "", Duration.ZERO);
      pass(Duration.ofMinutes(30));
    }
    pass(Duration.ofMinutes(29));
    processNanos = -5_000_000_000L;
    try (SemanticCache<String> cache = open("")) {
      SemanticHit<String> hit = found(cache.findSimilar("for an hour"));
      assertEquals(Duration.ofMinutes(59).toNanos(), hit.ageNanos());
      pass(Duration.ofMinutes(1));
      assertNull(cache.findSimilar("for an hour"));
    }
    pass(Duration.ofHours(23));
    try (SemanticCache<String> cache = open("")) {
      assertNull(cache.findSimilar("for a day"));
      assertEquals("ever", result(cache.findSimilar("for ever")));
      assertEquals(1, cache.statistics().entries());
    }
  }

  /** Against a map, with evictions that the log says and not the policy. */
  @Test
  void shouldHaveWhatItHadAfterAnyChanges() {
    SplittableRandom random = new SplittableRandom(SEED);
    Map<String, String> had = new HashMap<>();
    for (int opening = 0; opening < 8; opening++) {
      try (SemanticCache<String> cache = open("max_entries: 200, ")) {
        for (int text = 0; text < 300; text++) {
          SemanticHit<String> hit = exact(cache, text);
          String message = "opening " + opening + ", text " + text + ", seed " + SEED;
          assertEquals(had.get(text(text)), hit == null ? null : hit.result(), message);
        }
        for (int change = 0; change < 700; change++) {
          String text = text(random.nextInt(300));
          switch (random.nextInt(200)) {
            case 0 -> cache.clear();
            case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 -> cache.remove(text, "");
            default -> cache.store(text, "result " + change + " of " + opening);
          }
        }
        had.clear();
        for (int text = 0; text < 300; text++) {
          SemanticHit<String> hit = exact(cache, text);
          if (hit != null) {
            had.put(text(text), hit.result());
          }
        }
        assertEquals(had.size(), cache.statistics().entries());
        assertEquals(0, cache.statistics().failures());
      }
    }
  }

  @Test
  void shouldKeepToALimitThatHasBecomeSmaller() {
    try (SemanticCache<String> cache = open("")) {
      for (int text = 0; text < 100; text++) {
        cache.store(text(text), "result");
      }
    }
    try (SemanticCache<String> cache = open("max_entries: 10, ")) {
      assertEquals(10, cache.statistics().entries());
    }
    try (SemanticCache<String> cache = open("")) {
      assertEquals(10, cache.statistics().entries());
    }
  }

  /** The index of the texts is read by Lucene's own reader, checker and search. */
  @Test
  void shouldBeAnIndexThatLuceneReads() throws Exception {
    int texts = 2500;
    try (SemanticCache<String> cache = open("")) {
      for (int text = 0; text < texts; text++) {
        cache.store(text(text), "result " + text);
      }
      for (int text = 0; text < texts; text += 5) {
        cache.remove(text(text), "");
      }
    }
    try (Directory directory = FSDirectory.open(folder.resolve("index"));
        CheckIndex check = new CheckIndex(directory);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      assertTrue(check.checkIndex().clean);
      assertEquals(2000, reader.numDocs());
      LexicalEmbedder embedder = new LexicalEmbedder();
      embedder.open(NfcsConfig.parse("test", "{}"));
      float[] vector = new float[embedder.dimension()];
      IndexSearcher searcher = new IndexSearcher(reader);
      for (int text = 1; text < texts; text += 83) {
        embedder.embed(text(text), vector);
        ScoreDoc[] nearest =
            searcher.search(new KnnFloatVectorQuery("vector", vector, 1), 1).scoreDocs;
        if (text % 5 != 0) {
          assertEquals(text(text), searcher.storedFields().document(nearest[0].doc).get("text"));
          assertEquals(1, 2 * nearest[0].score - 1, 1e-6);
        }
      }
    }
  }

  /**
   * Beyond the exact limit: results of graphs are right, and texts they do not have yet are found.
   */
  @Test
  void shouldSearchGraphsBeyondTheExactLimit() throws Exception {
    int texts = 4000;
    String settings = "exact_limit: 1000, max_entries: 100000, guards: [], ";
    try (SemanticCache<String> cache = open(settings)) {
      for (int text = 0; text < texts; text++) {
        cache.store(text(text), "result " + text);
      }
      assertRecall(cache, texts);
      // later texts are not in the graphs yet
      long approximate = cache.statistics().approximate();
      cache.store("an entirely different sentence", "different");
      cache.remove(text(7), "");
      assertEquals("different", result(cache.findSimilar("An entirely different sentence!")));
      assertNotEquals(text(7), found(cache.findSimilar(text(7), "", 0.1)).text());
      assertTrue(cache.statistics().approximate() > approximate);
    }
    try (SemanticCache<String> cache = open(settings)) {
      assertRecall(cache, texts);
      assertEquals("different", result(cache.findSimilar("An entirely different sentence!")));
    }
    try (SemanticCache<String> cache = open("max_entries: 100000, guards: [], ")) {
      assertEquals("different", result(cache.findSimilar("An entirely different sentence!")));
      assertEquals(0, cache.statistics().approximate());
    }
  }

  /** Asks for other forms of each text, once graphs are searched; most are found. */
  private static void assertRecall(SemanticCache<String> cache, int texts) {
    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (cache.statistics().approximate() == 0) {
      assertTrue(System.nanoTime() < patience, "no graph is searched");
      cache.findSimilar("is there a graph", "", 0.99);
    }
    int found = 0;
    for (int text = 10; text < texts; text++) {
      SemanticHit<String> hit = cache.findSimilar(text(text).toUpperCase(Locale.ROOT), "", 0.99);
      if (hit != null) {
        assertEquals("result " + text, hit.result());
        found++;
      }
    }
    assertTrue(found > 0.9 * texts, "found " + found + " of " + texts);
  }

  @Test
  void shouldShortenTheLogWhenTheIndexHasIt() throws Exception {
    try (SemanticCache<String> cache = open("")) {
      for (int text = 0; text < 100; text++) {
        cache.store(text(text), "result");
      }
    }
    open("").close();
    try (Stream<Path> files = Files.list(folder.resolve("log"))) {
      assertTrue(files.mapToLong(file -> file.toFile().length()).sum() < 100);
    }
  }

  @Test
  void shouldRefuseAnIndexOfAnotherEmbedder() {
    open("").close();
    UncheckedIOException error =
        assertThrows(UncheckedIOException.class, () -> open("embedder: langchain4j, "));
    LexicalEmbedder lexical = new LexicalEmbedder();
    lexical.open(NfcsConfig.parse("test", "{}"));
    assertEquals(
        folder.resolve("index")
            + ": has vectors of embedder "
            + lexical.id()
            + " with "
            + lexical.dimension()
            + " components, and that of the configuration is langchain4j-"
            + OTHER_MODEL
            + "-2 with 2; expected the same"
            + " embedder, or an empty folder",
        error.getMessage());
    open("").close();
  }

  @Test
  void shouldRefuseAFolderThatIsOpen() {
    try (SemanticCache<String> cache = open("")) {
      cache.store("one", "one");
      UncheckedIOException error = assertThrows(UncheckedIOException.class, () -> open(""));
      assertEquals(
          folder.resolve("index") + ": is open already, by this process or another",
          error.getMessage());
      cache.store("two", "two");
    }
  }

  @Test
  void shouldRefuseADamagedLog() throws Exception {
    Path kept = folder.resolve("kept");
    SemanticCache<String> cache = open("sync: always, ");
    cache.store("one", "one");
    cache.store("two", "two");
    cache.store("three", "three");
    Path log;
    try (Stream<Path> files = Files.list(folder.resolve("log"))) {
      log = files.findFirst().orElseThrow();
    }
    Files.copy(log, kept);
    cache.close();
    byte[] bytes = Files.readAllBytes(kept);
    bytes[40] ^= 1;
    Path other = folder.resolve("other");
    Files.createDirectories(other.resolve("log"));
    Files.write(other.resolve("log").resolve(log.getFileName()), bytes);
    UncheckedIOException error = assertThrows(UncheckedIOException.class, () -> open("", other));
    assertTrue(
        String.valueOf(error.getMessage())
            .endsWith(": damaged at byte 8, where record 1 should be"),
        error::getMessage);
  }

  private static @Nullable SemanticHit<String> exact(SemanticCache<String> cache, int text) {
    SemanticHit<String> hit = cache.findSimilar(text(text), "", 1);
    return hit == null || hit.match() != Match.TEXT ? null : hit;
  }

  private static String text(int number) {
    return "entry %d about subject %d".formatted(number, number * 7919 % 5003);
  }

  private static SemanticHit<String> found(@Nullable SemanticHit<String> hit) {
    return Objects.requireNonNull(hit, "nothing was found");
  }

  private static String result(@Nullable SemanticHit<String> hit) {
    return hit == null ? "nothing" : hit.result();
  }

  private void pass(Duration time) {
    epochNanos.addAndGet(time.toNanos());
    processNanos += time.toNanos();
  }

  private SemanticCache<String> open(String settings) {
    return open(settings, folder);
  }

  private SemanticCache<String> open(String settings, Path folder) {
    NfcsConfig config =
        NfcsConfig.parse(
            "test",
            "{langchain4j: {model: "
                + OTHER_MODEL
                + "}, semantic: {"
                + settings
                + "ttl_millis: 0}}");
    return SemanticCache.open(config, Codec.text(), folder, () -> processNanos, epochNanos::get);
  }
}
