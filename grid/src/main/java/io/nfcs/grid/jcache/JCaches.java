package io.nfcs.grid.jcache;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.agrona.CloseHelper;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.jspecify.annotations.Nullable;

/**
 * The caches of one configuration and one class loader: what JCache calls a cache manager.
 *
 * <p><b>Threads.</b> Any. Caches are made, and the manager is closed, under its lock, so that a
 * name is opened once and none is left open; caches are found without it, in a concurrent map, and
 * leave the map when they close. <b>Owns</b> its caches and the thread {@code nfcs-jcache-event},
 * which notifies asynchronous listeners one after the other and ends when it has had nothing to do
 * for ten seconds.
 */
final class JCaches implements CacheManager {
  private final NfcsCachingProvider provider;
  private final URI uri;
  private final ClassLoader classes;
  private final Properties properties;
  private final Backend backend;
  private final Map<String, JCache<?, ?>> caches = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor events = eventThread();
  private volatile boolean isClosed;

  JCaches(
      NfcsCachingProvider provider,
      URI uri,
      ClassLoader classes,
      Properties properties,
      Backend backend) {
    this.provider = provider;
    this.uri = uri;
    this.classes = classes;
    this.properties = properties;
    this.backend = backend;
  }

  @Override
  public CachingProvider getCachingProvider() {
    return provider;
  }

  @Override
  public URI getURI() {
    return uri;
  }

  @Override
  public ClassLoader getClassLoader() {
    return classes;
  }

  @Override
  public Properties getProperties() {
    return properties;
  }

  @Override
  public synchronized <K, V, C extends Configuration<K, V>> Cache<K, V> createCache(
      String name, C configuration) {
    open(name);
    if (!configuration.isStoreByValue()) {
      throw new UnsupportedOperationException(
          "cache " + name + ": entries are stored by value only");
    }
    if (caches.containsKey(name)) {
      throw new CacheException("cache " + name + " exists already");
    }
    Contents<K, V> contents =
        backend.open(name, classes, configuration.getKeyType(), configuration.getValueType());
    try {
      JCache<K, V> cache =
          new JCache<>(
              this,
              name,
              copy(configuration),
              contents,
              work -> Thread.ofVirtual().name("nfcs-jcache-load").start(work),
              events,
              SystemEpochClock.INSTANCE,
              SystemNanoClock.INSTANCE);
      caches.put(name, cache);
      return cache;
    } catch (RuntimeException | Error failure) {
      // of a factory of the application
      contents.close();
      throw failure;
    }
  }

  @Override
  @SuppressWarnings("unchecked") // the types are checked
  public <K, V> @Nullable Cache<K, V> getCache(String name, Class<K> keyType, Class<V> valueType) {
    open(name);
    Objects.requireNonNull(keyType, "key type");
    Objects.requireNonNull(valueType, "value type");
    JCache<?, ?> cache = caches.get(name);
    if (cache != null) {
      cache.check(keyType, valueType);
    }
    return (Cache<K, V>) cache;
  }

  @Override
  @SuppressWarnings("unchecked") // as in JCache 1.1, the caller knows the types
  public <K, V> @Nullable Cache<K, V> getCache(String name) {
    open(name);
    return (Cache<K, V>) caches.get(name);
  }

  @Override
  public Iterable<String> getCacheNames() {
    open("");
    return List.copyOf(caches.keySet());
  }

  @Override
  public void destroyCache(String name) {
    open(name);
    JCache<?, ?> cache = caches.get(name);
    if (cache != null) {
      cache.destroy();
    }
  }

  @Override
  public void enableManagement(String name, boolean enabled) {
    open(name);
    JCache<?, ?> cache = caches.get(name);
    if (cache != null) {
      cache.turnManagement(enabled);
    }
  }

  @Override
  public void enableStatistics(String name, boolean enabled) {
    open(name);
    JCache<?, ?> cache = caches.get(name);
    if (cache != null) {
      cache.turnStatistics(enabled);
    }
  }

  @Override
  public synchronized void close() {
    if (!isClosed) {
      isClosed = true;
      provider.closed(this);
      CloseHelper.closeAll(
          () -> CloseHelper.closeAll(List.copyOf(caches.values())), events::shutdown);
    }
  }

  @Override
  public boolean isClosed() {
    return isClosed;
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    return Unwrap.as(type, this);
  }

  void closed(JCache<?, ?> cache) {
    caches.remove(cache.getName());
  }

  private void open(String name) {
    if (isClosed) {
      throw new IllegalStateException("the caches of " + uri + " are closed");
    }
    Objects.requireNonNull(name, "name");
  }

  private static <K, V> MutableConfiguration<K, V> copy(Configuration<K, V> configuration) {
    return configuration instanceof CompleteConfiguration<K, V> complete
        ? new MutableConfiguration<>(complete)
        : new MutableConfiguration<K, V>()
            .setTypes(configuration.getKeyType(), configuration.getValueType());
  }

  private static ThreadPoolExecutor eventThread() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "nfcs-jcache-event");
              thread.setDaemon(true);
              return thread;
            },
            // of a change under way while the manager is closed
            new ThreadPoolExecutor.DiscardPolicy());
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
