package io.nfcs.grid.jcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules of the provider that the TCK does not check. */
class NfcsCachingProviderTest {
  @TempDir Path folder;

  private record Stranger(int number) implements Serializable {}

  @Test
  void shouldKeepClassesOfTheJavaLibrary() {
    try (NfcsCachingProvider provider = new NfcsCachingProvider();
        CacheManager manager = provider.getCacheManager()) {
      Cache<LocalDate, List<double[]>> cache =
          manager.createCache("known", new MutableConfiguration<>());
      cache.put(LocalDate.EPOCH, List.of(new double[] {1, 2}));
      assertEquals(2, cache.get(LocalDate.EPOCH).getFirst()[1]);
    }
  }

  @Test
  void shouldRefuseOtherClassesWhenTheyArePut() {
    try (NfcsCachingProvider provider = new NfcsCachingProvider();
        CacheManager manager = provider.getCacheManager()) {
      Cache<String, Object> cache = manager.createCache("strange", new MutableConfiguration<>());
      CacheException refused =
          assertThrows(CacheException.class, () -> cache.put("key", new Stranger(1)));
      assertTrue(
          String.valueOf(refused.getMessage()).contains("not in jcache.classes"),
          refused.getMessage());
      assertNull(cache.get("key"));
    }
  }

  @Test
  void shouldNameTheFileOfAConfigurationThatIsWrong() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("wrong.yaml"),
            "{cache: {tiers: [nowhere]}, jcache: {data_dir: " + folder.resolve("data") + "}}");
    try (NfcsCachingProvider provider = new NfcsCachingProvider()) {
      CacheException refused =
          assertThrows(
              CacheException.class,
              () -> provider.getCacheManager(file.toUri(), getClass().getClassLoader()));
      assertTrue(String.valueOf(refused.getMessage()).contains("wrong.yaml"), refused.getMessage());
      assertTrue(
          String.valueOf(refused.getMessage()).contains("nowhere is not a tier"),
          refused.getMessage());
    }
  }

  @Test
  @Timeout(60)
  void shouldGiveNoNumberOfALoaderTwice() {
    try (NfcsCachingProvider provider = new NfcsCachingProvider()) {
      ReferenceQueue<ClassLoader> queue = new ReferenceQueue<>();
      WeakReference<ClassLoader> gone = new WeakReference<>(usedLoader(provider), queue);
      ClassLoader kept = new Loader();
      manager(provider, kept).createCache("same", new MutableConfiguration<>());
      while (queue.poll() == null) {
        System.gc();
      }
      assertNull(gone.get());
      Cache<Object, Object> other =
          manager(provider, new Loader()).createCache("same", new MutableConfiguration<>());
      other.put("key", "value");
      assertNull(manager(provider, kept).getCache("same").get("key"));
    }
  }

  private static ClassLoader usedLoader(NfcsCachingProvider provider) {
    ClassLoader loader = new Loader();
    try (CacheManager manager = manager(provider, loader)) {
      manager.createCache("same", new MutableConfiguration<>());
    }
    return loader;
  }

  private static CacheManager manager(NfcsCachingProvider provider, ClassLoader loader) {
    return provider.getCacheManager(provider.getDefaultURI(), loader);
  }

  /** A class loader of its own. */
  private static final class Loader extends ClassLoader {}

  @ParameterizedTest
  @ValueSource(strings = {"expiry", "loader", "writer", "listener", "filter"})
  void shouldLeaveNothingOpenWhenAFactoryThrows(String which) {
    try (NfcsCachingProvider provider = new NfcsCachingProvider();
        CacheManager manager = provider.getCacheManager()) {
      assertThrows(
          IllegalStateException.class, () -> manager.createCache("failed", failing(which)));
      assertNull(manager.getCache("failed"));
      Cache<Object, Object> cache = manager.createCache("failed", new MutableConfiguration<>());
      cache.put("key", "value");
      assertEquals("value", cache.get("key"));
    }
  }

  private static MutableConfiguration<Object, Object> failing(String which) {
    MutableConfiguration<Object, Object> configuration = new MutableConfiguration<>();
    return switch (which) {
      case "expiry" -> configuration.setExpiryPolicyFactory(failingFactory());
      case "loader" -> configuration.setCacheLoaderFactory(failingFactory());
      case "writer" -> configuration.setWriteThrough(true).setCacheWriterFactory(failingFactory());
      default -> configuration.addCacheEntryListenerConfiguration(failingListener(which));
    };
  }

  private static CacheEntryListenerConfiguration<Object, Object> failingListener(String which) {
    return new MutableCacheEntryListenerConfiguration<>(
        which.equals("listener")
            ? failingFactory()
            : () -> (CacheEntryCreatedListener<Object, Object>) events -> {},
        failingFactory(),
        false,
        true);
  }

  private static <T> Factory<T> failingFactory() {
    return () -> {
      throw new IllegalStateException("a factory of the application");
    };
  }

  @Test
  @Timeout(60)
  void shouldCopyAConfigurationWhileAListenerIsAdded() throws Exception {
    try (NfcsCachingProvider provider = new NfcsCachingProvider();
        CacheManager manager = provider.getCacheManager()) {
      Cache<Object, Object> cache =
          manager.createCache("configured", new MutableConfiguration<Object, Object>());
      AtomicReference<Runnable> onHash = new AtomicReference<>(() -> {});
      cache.registerCacheEntryListener(listener(onHash));
      cache.registerCacheEntryListener(listener(onHash));
      Thread adder = new Thread(() -> cache.registerCacheEntryListener(listener(onHash)), "adder");
      onHash.set(() -> {
        onHash.set(() -> {});
        adder.start();
        while (adder.isAlive() && adder.getState() != Thread.State.BLOCKED) {
          Thread.onSpinWait();
        }
      });
      assertEquals(2, listeners(cache));
      adder.join();
      assertEquals(3, listeners(cache));
    }
  }

  private static CacheEntryListenerConfiguration<Object, Object> listener(
      AtomicReference<Runnable> onHash) {
    return new MutableCacheEntryListenerConfiguration<>(
        () -> (CacheEntryCreatedListener<Object, Object>) events -> {}, null, false, true) {
      @Override
      public boolean equals(@Nullable Object other) {
        return this == other;
      }

      @Override
      public int hashCode() {
        onHash.get().run();
        return System.identityHashCode(this);
      }
    };
  }

  @Test
  void shouldForgetAListenerWhoseFactoryThrows() {
    try (NfcsCachingProvider provider = new NfcsCachingProvider();
        CacheManager manager = provider.getCacheManager()) {
      Cache<Object, Object> cache =
          manager.createCache("configured", new MutableConfiguration<Object, Object>());
      CacheEntryListenerConfiguration<Object, Object> failing = failingListener("filter");
      assertThrows(IllegalStateException.class, () -> cache.registerCacheEntryListener(failing));
      assertEquals(0, listeners(cache));
      assertThrows(IllegalStateException.class, () -> cache.registerCacheEntryListener(failing));
    }
  }

  @SuppressWarnings("unchecked")
  private static int listeners(Cache<Object, Object> cache) {
    CompleteConfiguration<Object, Object> copy =
        cache.getConfiguration(CompleteConfiguration.class);
    int count = 0;
    for (var _ : copy.getCacheEntryListenerConfigurations()) {
      count++;
    }
    return count;
  }

  /** A loader and writer that cannot be closed. */
  private static final class Stubborn
      implements CacheLoader<Object, Object>, CacheWriter<Object, Object>, Closeable {
    private final AtomicInteger closings;

    Stubborn(AtomicInteger closings) {
      this.closings = closings;
    }

    @Override
    public Object load(Object key) {
      return key;
    }

    @Override
    public Map<Object, Object> loadAll(Iterable<? extends Object> keys) {
      return Map.of();
    }

    @Override
    public void write(Cache.Entry<? extends Object, ? extends Object> entry) {}

    @Override
    public void writeAll(Collection<Cache.Entry<? extends Object, ? extends Object>> entries) {}

    @Override
    public void delete(Object key) {}

    @Override
    public void deleteAll(Collection<?> keys) {}

    @Override
    public void close() throws IOException {
      closings.incrementAndGet();
      throw new IOException("on purpose");
    }
  }

  @Test
  void shouldCloseEverythingThoughAPartCannotBeClosed() {
    AtomicInteger closings = new AtomicInteger();
    MutableConfiguration<Object, Object> stubborn =
        new MutableConfiguration<Object, Object>()
            .setWriteThrough(true)
            .setCacheLoaderFactory(() -> new Stubborn(closings))
            .setCacheWriterFactory(() -> new Stubborn(closings));
    NfcsCachingProvider provider = new NfcsCachingProvider();
    ClassLoader loader = new Loader();
    for (ClassLoader each : List.of(loader, provider.getDefaultClassLoader())) {
      manager(provider, each).createCache("one", stubborn);
      manager(provider, each).createCache("two", stubborn);
    }
    assertThrows(CacheException.class, provider::close);
    assertEquals(8, closings.get());
    try (CacheManager again = manager(provider, loader)) {
      again.createCache("one", new MutableConfiguration<>());
      again.createCache("two", new MutableConfiguration<>());
    }
  }
}
