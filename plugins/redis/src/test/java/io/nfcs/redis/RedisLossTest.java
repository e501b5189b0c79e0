package io.nfcs.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisClient;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.nfcs.cache.TierStatistics;
import io.nfcs.cache.TieredCache;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that evicts, is full, has lost writes, or has forged entries. */
class RedisLossTest extends SharedRedisContract {
  private static final long SEED = Long.getLong("nfcs.seed", 20_261_129L);
  private static final Duration HOUR = Duration.ofHours(1);

  /** A server evicts key by key. */
  @ParameterizedTest
  @ValueSource(strings = {"log", "changes", "before", "log changes", "log changes before"})
  void shouldNotServeWhatWasInvalidatedWhateverIsEvicted(String evicted) {
    List<TieredCache<String, String>> caches = three(null);
    caches.get(0).put("a", "old", HOUR, List.of("red"));
    caches.get(0).put("b", "old", HOUR, List.of("round"));
    caches.get(0).invalidateTag("red");
    caches.get(1).invalidateTag("round");
    redis(redis ->
        redis.del(Arrays.stream(evicted.split(" ")).map(this::key).toArray(String[]::new)));
    assertNull(caches.get(0).get("a"));
    for (TieredCache<String, String> fresh : three(null)) {
      assertNull(fresh.get("a"));
      assertNull(fresh.get("b"));
    }
    caches.get(2).put("c", "new", HOUR, List.of("red"));
    await(() -> {
      caches.get(2).put("c", "new", HOUR, List.of("red"));
      return "new".equals(caches.get(0).get("c"));
    });
    caches.get(0).invalidateTag("red");
    caches.forEach(cache -> await(() -> cache.get("c") == null));
  }

  @Test
  void shouldStillHaveWhatWasNotInvalidatedWhenOnlyChangesAreEvicted() {
    List<TieredCache<String, String>> caches = three(null);
    caches.get(0).put("a", "kept", HOUR, List.of("red"));
    redis(redis -> redis.del(key("changes")));
    assertEquals("kept", three(null).getFirst().get("a"));
  }

  @Test
  void shouldNotServeWhatAnOlderStateBringsBack() throws Exception {
    List<TieredCache<String, String>> caches = three(null);
    caches.get(0).put("a", "old", HOUR, List.of("red"));
    caches.get(0).put("k", "old");
    caches.get(0).put("gone", "old");
    redis(RedisCommands::save);
    caches.get(0).invalidateTag("red");
    caches.get(0).put("k", "new");
    caches.get(0).invalidate("gone");
    server().kill();
    server().start();
    for (List<TieredCache<String, String>> some : List.of(caches, three(null))) {
      for (TieredCache<String, String> cache : some) {
        for (String key : List.of("a", "k", "gone")) {
          assertNotEquals("old", cache.get(key));
        }
      }
    }
    await(() -> {
      caches.get(0).put("k", "newer");
      return "newer".equals(caches.get(1).get("k"));
    });
    for (TieredCache<String, String> cache : caches) {
      assertNull(cache.get("a"));
      assertNull(cache.get("gone"));
    }
    redis(RedisCommands::flushall);
    Files.deleteIfExists(folder.resolve("dump.rdb"));
  }

  @Test
  void shouldGoOnReadingAndTellingWhileTheServerIsFull() {
    List<TieredCache<String, String>> caches = three(null);
    for (int i = 0; i < 100; i++) {
      caches.get(0).put("key " + i, "old", HOUR, List.of("tag " + i % 2));
    }
    redis(redis -> redis.configSet("maxmemory", "1"));
    try {
      for (int i = 0; i < 20; i++) {
        caches.get(0).put("new " + i, "refused");
        caches.get(0).put("key " + i, "new", HOUR, List.of("tag " + i % 2));
      }
      for (int i = 0; i < 100; i++) {
        assertEquals(i < 20 ? null : "old", caches.get(1).get("key " + i), "key " + i);
      }
      caches.get(0).invalidateTag("tag 1");
      caches.forEach(cache -> await(() -> cache.get("key 51") == null));
      assertEquals("old", caches.get(2).get("key 50"));
      TierStatistics redis = caches.get(0).statistics().tier("redis");
      assertEquals(0, redis.failures());
      assertTrue(redis.refusals().getOrDefault("OOM", 0L) >= 20, redis::toString);
    } finally {
      redis(redis -> redis.configSet("maxmemory", "0"));
    }
  }

  @Test
  void shouldCountRefusalsByTheirKind() {
    List<TieredCache<String, String>> caches = three(null);
    caches.get(0).put("a", "one");
    redis(redis -> redis.configSet("min-replicas-to-write", "1"));
    try {
      for (int i = 0; i < 20; i++) {
        caches.get(0).put("b", "two");
      }
      assertEquals("one", caches.get(2).get("a"), "reads are not refused");
    } finally {
      redis(redis -> redis.configSet("min-replicas-to-write", "0"));
    }
    Map<String, Long> refusals = caches.get(0).statistics().tier("redis").refusals();
    assertEquals(40, refusals.get("NOREPLICAS"), "each put, and each removal in its place");
    assertEquals(0, caches.get(0).statistics().tier("redis").failures());
  }

  @Test
  void shouldTakeForgedEntriesForMisses() {
    TieredCache<String, String> cache = three(null).getFirst();
    TieredCache<String, String> reader = three(null).get(1);
    Random random = new Random(SEED);
    for (int i = 0; i < 60; i++) {
      cache.put("key " + i, "value");
    }
    redis(redis -> {
      for (String entry : redis.keys(key("entry:*"))) {
        byte[] frame = redis.get(entry);
        switch (random.nextInt(5)) {
          case 0 -> random.nextBytes(frame);
          case 1 -> frame = Arrays.copyOf(frame, random.nextInt(1, frame.length));
          case 2 -> frame[random.nextInt(frame.length)] ^= 1;
          case 3 -> frame = new byte[1 << 20];
          default -> {
            redis.del(entry);
            redis.rpush(entry, frame);
            continue;
          }
        }
        redis.set(entry, frame);
      }
    });
    for (int i = 0; i < 30; i++) {
      assertNull(reader.get("key " + i), "seed " + SEED);
    }
    List<String> rest = IntStream.range(30, 60).mapToObj(i -> "key " + i).toList();
    assertEquals(Map.of(), reader.getAll(rest), "seed " + SEED);
    TierStatistics tier = reader.statistics().tier("redis");
    assertEquals(60, tier.corrupt(), tier::toString);
    assertEquals(List.of(), reader.keys());
    cache.put("key 1", "again");
    await(() -> "again".equals(reader.get("key 1")));
  }

  @Test
  void shouldOutliveForgedChanges() {
    List<TieredCache<String, String>> caches = three(null);
    caches.get(0).put("a", "one");
    await(() -> "one".equals(caches.get(1).get("a")));
    Random random = new Random(SEED);
    byte[] noise = new byte[100];
    random.nextBytes(noise);
    redis(redis -> {
      for (byte[] text :
          List.of(
              new byte[0],
              bytes("key "),
              bytes("key 12"),
              bytes("key zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz x"),
              bytes("match"),
              bytes("begin again"),
              bytes("tag " + "x".repeat(2_000_000)),
              noise)) {
        long number =
            Long.parseLong(new String(redis.hget(key("log"), "latest"), StandardCharsets.US_ASCII))
                + 1;
        redis.hset(key("log"), "latest", bytes(Long.toString(number)));
        redis.xadd(key("changes"), new XAddArgs().id(number + "-0"), Map.of("c", text));
      }
    });
    for (int i = 0; i < 3; i++) {
      String value = "value " + i;
      caches.get(i).put("a", value);
      caches.forEach(cache -> await(() -> value.equals(cache.get("a"))));
    }
  }

  private String key(String part) {
    return "nfcs:{" + cacheName() + "}:" + part;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void redis(Consumer<RedisCommands<String, byte[]>> work) {
    try (RedisClient client = RedisClient.create(server().url());
        StatefulRedisConnection<String, byte[]> connection =
            client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE))) {
      work.accept(connection.sync());
    }
  }
}
