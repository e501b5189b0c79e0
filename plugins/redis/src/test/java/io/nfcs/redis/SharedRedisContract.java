package io.nfcs.redis;

import io.nfcs.grid.tier.SharedCacheContract;
import io.nfcs.tier.CacheTier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Caches on a real Redis, which lives for the tests of one class. */
abstract class SharedRedisContract extends SharedCacheContract {
  @TempDir static Path folder;
  private static @Nullable RedisServer server;

  @BeforeAll
  static void startServer() throws IOException {
    server = RedisServer.start(folder);
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  protected Supplier<CacheTier> provider(int process) {
    return RedisTier::new;
  }

  @Override
  protected String tier() {
    return "redis";
  }

  @Override
  protected String sections() {
    return "redis: {url: '%s', deadline_millis: 2000, retry_millis: 50}".formatted(server().url());
  }

  static RedisServer server() {
    return Objects.requireNonNull(server);
  }
}
