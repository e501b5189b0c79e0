package io.nfcs.redis;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of all caches, over the combinations that {@link RedisCacheTest} leaves out. */
@Tag("torture")
@ParameterizedClass
@ValueSource(
    strings = {
      "near, cluster, redis",
      "offheap, cluster, redis",
      "disk, cluster, redis",
      "near, offheap, cluster, redis",
      "near, disk, cluster, redis",
      "offheap, disk, cluster, redis"
    })
class RedisClusterCacheTest extends RedisCacheTest {}
