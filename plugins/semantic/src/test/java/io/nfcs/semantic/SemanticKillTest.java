package io.nfcs.semantic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.fork.ForkedJvm;
import io.nfcs.semantic.SemanticHit.Match;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process with SIGKILL at random instants while four threads of it store; stored entries
 * are there after the restart, and Lucene finds nothing wrong with the index.
 */
@Tag("slow")
class SemanticKillTest {
  private static final long SEED = Long.getLong("nfcs.seed", 20_261_127L);
  private static final int THREADS = 4;
  private static final int TEXTS = 3000;
  private static final NfcsConfig CONFIG =
      NfcsConfig.parse("kill", "{semantic: {sync: always, ttl_millis: 0, max_entries: 100000}}");

  @TempDir Path folder;

  @Test
  @Timeout(120)
  void shouldLoseNothingAcknowledgedInThreeKills() throws Exception {
    kill(3);
  }

  @Test
  @Tag("torture")
  @Timeout(1800)
  void shouldLoseNothingAcknowledgedInThirtyKills() throws Exception {
    kill(30);
  }

  private void kill(int kills) throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    Map<String, Long> acknowledged = new HashMap<>();
    for (int kill = 1; kill <= kills; kill++) {
      store(kill * 1_000_000_000L, random.nextInt(1, 6000), acknowledged);
      String context = "kill " + kill + ", seed " + SEED;
      try (SemanticCache<Long> cache = open(folder)) {
        for (Map.Entry<String, Long> entry : acknowledged.entrySet()) {
          SemanticHit<Long> hit = cache.findSimilar(entry.getKey(), "", 1);
          assertNotNull(hit, () -> context + ": '" + entry.getKey() + "' is lost");
          assertEquals(Match.TEXT, hit.match(), context);
          assertTrue(hit.result() >= entry.getValue(), () -> context + ": an older " + hit);
        }
      }
      try (Directory directory = FSDirectory.open(folder.resolve("data").resolve("index"));
          CheckIndex check = new CheckIndex(directory)) {
        assertTrue(check.checkIndex().clean, context);
      }
    }
    System.err.println(
        acknowledged.size() + " texts acknowledged in " + kills + " lives, none lost");
  }

  /** Lets a process store until it has acknowledged that many, and kills it. */
  private void store(long first, int stores, Map<String, Long> acknowledged) throws Exception {
    Process process = fork(first);
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (int i = 0; i < stores; i++) {
        read(out.readLine(), acknowledged);
      }
      // by its handle, which leaves the pipe open
      process.toHandle().destroyForcibly();
      process.waitFor();
      // what it had printed before it died was acknowledged as well; its last line may be torn
      String line = out.readLine();
      while (line != null && line.endsWith(".")) {
        read(line, acknowledged);
        line = out.readLine();
      }
    }
  }

  private void read(@Nullable String line, Map<String, Long> acknowledged) throws IOException {
    if (line == null) {
      throw new IOException(
          "the storing process ended: " + Files.readString(folder.resolve("fork.err")));
    }
    String[] words = line.split(" ", -1);
    acknowledged.merge(text(words[0]), Long.parseLong(words[1]), Math::max);
  }

  private Process fork(long first) throws IOException {
    return ForkedJvm.brief(
            Storing.class.getName(), List.of("-Xmx512m"), folder.toString(), Long.toString(first))
        .redirectError(folder.resolve("fork.err").toFile())
        .start();
  }

  private static SemanticCache<Long> open(Path folder) {
    return SemanticCache.open(CONFIG, Codec.number(), folder.resolve("data"));
  }

  private static String text(String key) {
    return "what is number " + key + " for";
  }

  /** Program that stores without end and prints each entry when it is durable. */
  static final class Storing {
    private Storing() {}

    /** Arguments: the folder, and the first number. */
    public static void main(String[] arguments) {
      SemanticCache<Long> cache = open(Path.of(arguments[0]));
      long first = Long.parseLong(arguments[1]);
      for (int thread = 0; thread < THREADS; thread++) {
        int lane = thread;
        // each thread has texts of its own, so that its numbers rise by text
        new Thread(() -> store(cache, first, lane), "storing-" + lane).start();
      }
    }

    private static void store(SemanticCache<Long> cache, long first, int lane) {
      SplittableRandom random = new SplittableRandom(first + lane);
      for (long number = first; ; number++) {
        String key = Integer.toString(random.nextInt(TEXTS) * THREADS + lane);
        cache.store(text(key), number);
        System.out.println(key + " " + number + " .");
      }
    }
  }
}
