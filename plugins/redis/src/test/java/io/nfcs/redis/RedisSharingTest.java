package io.nfcs.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.nfcs.cache.TieredCache;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Three caches on one real Redis. */
class RedisSharingTest extends SharedRedisContract {
  @Test
  void shouldHealWhenMessagesAreLost() {
    List<TieredCache<String, String>> caches = three(null);
    try (RedisClient client = RedisClient.create(server().url());
        StatefulRedisConnection<String, String> connection = client.connect()) {
      for (int i = 0; i < 10; i++) {
        String value = "value " + i;
        connection
            .sync()
            .dispatch(
                CommandType.CLIENT,
                new IntegerOutput<>(StringCodec.UTF8),
                new CommandArgs<>(StringCodec.UTF8).add("KILL").add("TYPE").add("PUBSUB"));
        caches.get(i % 3).put("a", value);
        caches.forEach(cache -> await(() -> value.equals(cache.get("a"))));
      }
    }
  }

  @Test
  void shouldGoOnWithoutTheServerAndComeBackByItself() throws Exception {
    List<TieredCache<String, String>> caches = three(null);
    // each its own: a late message drops entries that others have brought near
    caches.get(0).put("a", "one", Duration.ofHours(1), List.of("red"));
    caches.get(1).put("b", "two", Duration.ofHours(1), List.of("red"));
    server().kill();
    // near still answers, here and there
    assertEquals("one", caches.get(0).get("a"));
    assertEquals("two", caches.get(1).get("b"));
    caches.get(0).invalidateTag("red");
    assertNull(caches.get(0).get("a"));
    caches.get(0).put("d", "four");
    assertEquals("four", caches.get(0).get("d"));
    assertTrue(caches.get(0).statistics().tier("redis").failures() > 0);
    server().start();
    // delayed changes arrive now, and the tier works again
    await(() -> caches.get(1).get("b") == null);
    await(() -> {
      caches.get(0).put("c", "three");
      return "three".equals(caches.get(2).get("c"));
    });
  }
}
