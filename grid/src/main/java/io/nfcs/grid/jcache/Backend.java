package io.nfcs.grid.jcache;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.TieredCache;
import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.grid.Grid;
import io.nfcs.grid.NearCaches;
import io.nfcs.grid.jcache.SerialCodecs.Kept;
import io.nfcs.grid.tier.CacheSettings;
import io.nfcs.memory.Digest;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.cache.CacheException;

/**
 * The tiers of one configuration, for all caches of this JVM that are made by it.
 *
 * <p><b>Threads.</b> Any. There is one for each URI, published by a concurrent map that holds up
 * all threads that ask for it while its grid is started; a failed start leaves none. Numbers of
 * class loaders are given under the lock of this object, in the order in which the loaders first
 * open a cache, none of them twice; the map does not keep a loader from being collected.
 * <b>Owns</b> a grid, unless near is the only tier; it stays until the JVM ends, for another
 * manager may be opened at any time, and is closed then.
 */
final class Backend {
  private static final Map<URI, Backend> ALL = new ConcurrentHashMap<>();

  private final Function<CacheSpec<byte[], Kept>, TieredCache<byte[], Kept>> tiers;
  private final JCacheSettings settings;
  private final Map<ClassLoader, Integer> loaders = new WeakHashMap<>();
  private int nextNumber;

  private Backend(NfcsConfig config) {
    settings = config.section("jcache", JCacheSettings.class);
    if (config.section("cache", CacheSettings.class).tiers().equals(List.of("near"))) {
      tiers = new NearCaches(config)::open;
    } else {
      Grid grid = Grid.start(Path.of(settings.dataDir()), config);
      Runtime.getRuntime().addShutdownHook(new Thread(grid::close, "nfcs-jcache-close"));
      tiers = grid::cache;
    }
  }

  /**
   * Returns the tiers of a configuration: a file, or near alone.
   *
   * @throws CacheException if the configuration cannot be used
   * @throws io.nfcs.config.StartException if the grid cannot be started
   */
  static Backend of(URI uri) {
    return ALL.computeIfAbsent(uri, Backend::start);
  }

  /** Opens a cache; the same name is another cache for another class loader. */
  <K, V> Contents<K, V> open(
      String name, ClassLoader classes, Class<K> keyType, Class<V> valueType) {
    Serializer serializer = new Serializer(classes, settings);
    return new Contents<>(
        tiers.apply(
            CacheSpec.of(
                "jcache" + number(classes) + '.' + legal(name),
                SerialCodecs.keys(serializer, keyType),
                SerialCodecs.values(serializer, valueType))),
        serializer);
  }

  private synchronized String number(ClassLoader classes) {
    int number = loaders.computeIfAbsent(classes, first -> nextNumber++);
    return number == 0 ? "" : Integer.toString(number);
  }

  private static Backend start(URI uri) {
    try {
      return new Backend(config(uri));
    } catch (ConfigException e) {
      throw new CacheException(uri + ": " + e.getMessage(), e);
    }
  }

  private static NfcsConfig config(URI uri) {
    return "file".equals(uri.getScheme())
        ? NfcsConfig.load(Path.of(uri))
        : NfcsConfig.parse(uri.toString(), "cache: {tiers: [near], ttl_jitter: 0}");
  }

  private static String legal(String name) {
    return name.matches("[A-Za-z0-9_.-]{1,48}") ? name : Long.toHexString(Digest.of(name));
  }
}
