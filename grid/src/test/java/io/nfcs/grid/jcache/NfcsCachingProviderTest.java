package io.nfcs.grid.jcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;
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
}
