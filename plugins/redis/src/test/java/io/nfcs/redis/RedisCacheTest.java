package io.nfcs.redis;

import io.nfcs.cache.CacheTier;
import io.nfcs.grid.tier.TieredCacheContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of all caches, over combinations with a real Redis. */
@ParameterizedClass
@ValueSource(strings = {"redis", "near, redis", "near, disk, redis", "near, offheap, disk, redis"})
class RedisCacheTest extends TieredCacheContract {
  @TempDir static Path serverFolder;
  private static @Nullable RedisServer server;

  @BeforeAll
  static void startServer() throws IOException {
    server = RedisServer.start(serverFolder);
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  protected Map<String, Supplier<CacheTier>> providers() {
    Map<String, Supplier<CacheTier>> providers = new HashMap<>(super.providers());
    providers.put("redis", RedisTier::new);
    return providers;
  }

  @Override
  protected String sections() {
    // a machine that is busy must not make a test of something else fail
    return "redis: {url: '%s', deadline_millis: 5000}"
        .formatted(Objects.requireNonNull(server).url());
  }
}
