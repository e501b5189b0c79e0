package io.nfcs.redis;

import io.nfcs.grid.ignite.ClusterNode;
import io.nfcs.grid.tier.ClusterPorts;
import io.nfcs.grid.tier.TieredCacheContract;
import io.nfcs.tier.CacheTier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract of all caches, over every combination with a real Redis; over most of those with a
 * cluster too in {@link RedisClusterCacheTest}.
 */
@ParameterizedClass
@ValueSource(
    strings = {
      "redis",
      "near, redis",
      "offheap, redis",
      "disk, redis",
      "near, offheap, redis",
      "near, disk, redis",
      "offheap, disk, redis",
      "near, offheap, disk, redis",
      "cluster, redis",
      "near, offheap, disk, cluster, redis"
    })
@Tag("slow")
class RedisCacheTest extends TieredCacheContract {
  @TempDir static Path serverFolder;
  @TempDir static Path clusterFolder;
  private static @Nullable RedisServer server;
  private static @Nullable ClusterNode member;

  @BeforeAll
  static void startServer() throws IOException {
    server = RedisServer.start(serverFolder);
  }

  @BeforeAll
  static void startMember() throws IOException {
    List<Integer> ports = ClusterPorts.free(1);
    member = ClusterNode.start(clusterFolder, ClusterPorts.config(ports.getFirst(), ports));
  }

  @AfterAll
  static void stopMember() {
    if (member != null) {
      member.close();
    }
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
    providers.put("cluster", Objects.requireNonNull(member)::tier);
    return providers;
  }

  @Override
  protected String sections() {
    // a busy machine must not fail an unrelated test
    return "redis: {url: '%s', deadline_millis: 5000}"
        .formatted(Objects.requireNonNull(server).url());
  }
}
