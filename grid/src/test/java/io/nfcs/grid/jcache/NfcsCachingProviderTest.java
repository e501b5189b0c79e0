package io.nfcs.grid.jcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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
}
