package io.nfcs.grid.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of single caches, which override those of all. */
@Timeout(20)
class CacheSettingsTest {
  private final AtomicLong now = new AtomicLong(1);

  @Test
  void shouldGiveACacheATimeToLiveOfItsOwn() {
    try (Caches caches = near("caches: {short.lived: {ttl_millis: 1000}}")) {
      TieredCache<String, String> own =
          caches.open(CacheSpec.of("short.lived", Codec.text(), Codec.text()));
      TieredCache<String, String> common =
          caches.open(CacheSpec.of("common", Codec.text(), Codec.text()));
      own.put("a", "one");
      common.put("a", "one");
      now.addAndGet(TimeUnit.MILLISECONDS.toNanos(1001));
      assertNull(own.get("a"));
      assertEquals("one", common.get("a"));
      now.addAndGet(TimeUnit.HOURS.toNanos(2));
      caches.maintain();
      assertNull(common.get("a"));
    }
  }

  @Test
  void shouldKnowWhereEverySettingsStand() {
    NfcsConfig config = config("caches: {kept: {tiers: [near, disk]}, short: {ttl_millis: 7}}");
    assertEquals(
        Set.of("cache", "caches.kept", "caches.short"), CacheSettings.all(config).keySet());
    assertEquals(List.of("near", "disk"), CacheSettings.of(config, "kept").tiers());
    assertEquals(List.of("near"), CacheSettings.of(config, "short").tiers());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kept: {tll_millis: 1}    | t.yaml:2: caches.kept.tll_millis is not a setting; did you mean
          kept: {ttl_millis: -1}   | t.yaml:2: caches.kept.ttl_millis: -1 ms is out of range
          kept: {tiers: [close]}   | caches.kept.tiers: close is not a tier; allowed: near and []
          kept: {slab_bytes: 1MiB} | t.yaml:2: caches.kept: slab_bytes 1048576 is more than a quarter
          kept: {threads: 7}       | caches.kept.threads: all caches share the threads
          kept: 3                  | t.yaml:2: caches.kept: 3 is not allowed; expected a block of
          """)
  void shouldRefuseWhatCannotBeBeforeAnyCacheIsOpened(String line, String message) {
    ConfigException refused =
        assertThrows(ConfigException.class, () -> near("caches: {" + line + "}").close());
    assertEquals(message, String.valueOf(refused.getMessage()).substring(0, message.length()));
  }

  private Caches near(String own) {
    return new Caches(new Caches.Context(config(own)).clocks(now::get, now::get));
  }

  private static NfcsConfig config(String own) {
    return NfcsConfig.parse(
        "t.yaml", "cache: {tiers: [near], near_bytes: 1MiB, slab_bytes: 64KiB}\n" + own);
  }
}
