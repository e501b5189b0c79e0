package io.nfcs.grid.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.tier.CacheKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames that are found dead or damaged. */
class MeasuredTierTest {
  private final ReadTier tier = new ReadTier();
  private final FetchFixture fixture = new FetchFixture("", Map.of("read", () -> tier));
  private TieredCache<String, String> cache = open();

  /** A tier in which something happens between the reading of a frame and its return. */
  private static final class ReadTier extends FetchFixture.HeapTier {
    private Runnable onceRead = () -> {};

    ReadTier() {
      super("read");
    }

    @Override
    public byte @Nullable [] find(CacheKey key) {
      byte[] frame = super.find(key);
      read();
      return frame;
    }

    @Override
    public void forEach(BiConsumer<CacheKey, byte[]> visitor) {
      Map<CacheKey, byte[]> copy = Map.copyOf(frames);
      read();
      copy.forEach(visitor);
    }

    private void read() {
      Runnable once = onceRead;
      onceRead = () -> {};
      once.run();
    }
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void shouldRemoveADeadFrame() {
    storeDead();
    cache.get("key");
    assertEquals(0, tier.entries());
  }

  @Test
  void shouldNotRemoveWhatIsStoredWhileADeadFrameIsRead() {
    storeDead();
    tier.onceRead = () -> cache.put("key", "new");
    cache.get("key");
    assertOnlyNew();
  }

  @Test
  void shouldRemoveADamagedFrame() {
    storeDamaged();
    cache.get("key");
    assertEquals(0, tier.entries());
    storeDamaged();
    assertTrue(cache.keys().isEmpty());
    assertEquals(0, tier.entries());
  }

  @Test
  void shouldNotRemoveWhatIsStoredWhileADamagedFrameIsRead() {
    storeDamaged();
    tier.onceRead = () -> cache.put("key", "new");
    cache.get("key");
    assertOnlyNew();
  }

  @Test
  void shouldNotRemoveWhatIsStoredWhileADamagedFrameIsScanned() {
    storeDamaged();
    tier.onceRead = () -> cache.put("key", "new");
    assertEquals(List.of("key"), List.copyOf(cache.keys()));
    assertOnlyNew();
  }

  private TieredCache<String, String> open() {
    return fixture.caches.open(CacheSpec.of("c", Codec.text(), Codec.text()));
  }

  private void storeDead() {
    cache.put("key", "old", Duration.ofSeconds(1), List.of());
    fixture.now.addAndGet(Duration.ofSeconds(2).toNanos());
  }

  private void storeDamaged() {
    cache.put("key", "old");
    tier.frames.replaceAll((key, frame) -> {
      byte[] damaged = frame.clone();
      damaged[damaged.length - 1] ^= 1;
      return damaged;
    });
    // near is empty then
    cache.close();
    cache = open();
  }

  private void assertOnlyNew() {
    assertEquals(1, tier.entries());
    cache.close();
    cache = open();
    assertEquals("new", cache.get("key"));
  }
}
