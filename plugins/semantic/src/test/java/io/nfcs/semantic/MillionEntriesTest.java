package io.nfcs.semantic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.fork.ForkedJvm;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A durable cache of a million texts, in a process with the memory for it. */
@Tag("torture")
class MillionEntriesTest {
  @TempDir Path folder;

  @Test
  @Timeout(1800)
  void shouldFindMostOfAMillionTexts() throws Exception {
    List<String> flags = List.of("-Xmx4g", "-XX:MaxDirectMemorySize=3g");
    Process process =
        ForkedJvm.of(Filling.class.getName(), flags, folder.toString()).inheritIO().start();
    assertEquals(0, process.waitFor());
  }

  /** Program that fills a cache and searches it, first exactly, then by graphs. */
  static final class Filling {
    private static final int TEXTS = 1_000_000;
    private static final int ASKED = 1000;
    private static final List<String> FORMS =
        List.of(
            "How do I %s the %s of %s in %s?",
            "Why did you %s my %s from %s near %s",
            "Please %s a %s with %s for %s",
            "When can we %s that %s and %s at %s?");
    private static final List<String> VERBS =
        List.of("start", "stop", "check", "change", "send", "open", "delete", "move", "count");
    private static final List<String> NOUNS =
        List.of("card", "account", "payment", "order", "letter", "field", "limit", "password");
    private static final List<String> SYLLABLES =
        List.of("ka", "lo", "mi", "ne", "ru", "sa", "ti", "vo", "ze", "pa", "du", "fe", "gi", "ho");

    private final SplittableRandom random = new SplittableRandom(1);

    private Filling() {}

    /** Argument: the folder. */
    public static void main(String[] arguments) {
      NfcsConfig config =
          NfcsConfig.parse(
              "million", "semantic: {max_entries: " + TEXTS + ", max_bytes: 8GiB, ttl_millis: 0}");
      Path folder = Path.of(arguments[0]);
      try (SemanticCache<Long> cache = SemanticCache.open(config, Codec.number(), folder)) {
        new Filling().run(cache);
      }
    }

    private void run(SemanticCache<Long> cache) {
      String[] some = new String[ASKED];
      long start = System.nanoTime();
      for (int i = 0; i < TEXTS; i++) {
        String text = text();
        cache.store(text, (long) i);
        some[i / (TEXTS / ASKED)] = text;
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      SemanticStatistics statistics = cache.statistics();
      System.err.printf(
          "%d texts: %.0f stores a second; a text %d bytes as counted, %d bytes of heap of them%n",
          statistics.texts(),
          TEXTS / seconds,
          statistics.bytes() / statistics.texts(),
          (runtime.totalMemory() - runtime.freeMemory()) / statistics.texts());
      askAll(cache, some);
      start = System.nanoTime();
      while (cache.statistics().approximate() == 0) {
        cache.findSimilar(text(), "", 0.95);
      }
      System.err.printf(
          "all graphs after %.0f s more, under searches all the while%n",
          (System.nanoTime() - start) / 1e9);
      askAll(cache, some);
    }

    private void askAll(SemanticCache<Long> cache, String[] some) {
      for (double threshold : new double[] {0.95, 0.8}) {
        for (boolean isKnown : new boolean[] {true, false}) {
          ask(cache, some, threshold, isKnown);
          ask(cache, some, threshold, isKnown);
        }
      }
    }

    private void ask(SemanticCache<Long> cache, String[] some, double threshold, boolean isKnown) {
      long[] nanos = new long[ASKED];
      int hits = 0;
      for (int i = 0; i < ASKED; i++) {
        String text = isKnown ? some[i].toUpperCase(Locale.ROOT) : text();
        long begin = System.nanoTime();
        hits += cache.findSimilar(text, "", threshold) == null ? 0 : 1;
        nanos[i] = System.nanoTime() - begin;
      }
      Arrays.sort(nanos);
      System.err.printf(
          "%s at %.2f: %d hits of %d, p50 %d us, p99 %d us, largest %d us%n",
          isKnown ? "known texts in capitals" : "other texts",
          threshold,
          hits,
          ASKED,
          nanos[ASKED / 2] / 1000,
          nanos[ASKED * 99 / 100] / 1000,
          nanos[ASKED - 1] / 1000);
      if (isKnown && hits < 0.95 * ASKED) {
        throw new IllegalStateException("too few of the texts that it has");
      }
    }

    private String text() {
      return FORMS
          .get(random.nextInt(FORMS.size()))
          .formatted(
              VERBS.get(random.nextInt(VERBS.size())),
              NOUNS.get(random.nextInt(NOUNS.size())),
              name(),
              name());
    }

    private String name() {
      StringBuilder name = new StringBuilder();
      for (int i = random.nextInt(2, 5); i > 0; i--) {
        name.append(SYLLABLES.get(random.nextInt(SYLLABLES.size())));
      }
      return name.toString();
    }
  }
}
