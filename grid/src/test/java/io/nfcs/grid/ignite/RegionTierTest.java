package io.nfcs.grid.ignite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.NfcsConfig;
import io.nfcs.config.TlsSettings;
import io.nfcs.tier.CacheKey;
import io.nfcs.tier.CacheTier;
import io.nfcs.tier.EntryTimes;
import io.nfcs.tier.FrameHeader;
import io.nfcs.tier.ResizableTier;
import io.nfcs.tier.TierContext;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The index of a disk tier that is opened again, as by another process. */
@Timeout(120)
class RegionTierTest {
  private static final int MANY = 30_000;
  private static final long IDENTITY = 17;
  private static final long EPOCH_NANOS = 1_700_000_000_000_000_000L;

  /** Step of the test's clock; the node's own, which does not step, must not drop entries. */
  private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);

  @TempDir Path folder;
  private final AtomicLong now = new AtomicLong(1);

  @Test
  void shouldKnowAllEntriesAgain() {
    long entries;
    long bytes;
    try (IgniteNode node = start()) {
      CacheTier tier = open(node, IDENTITY);
      for (int i = 0; i < MANY; i++) {
        store(tier, IDENTITY, i, i % 3 == 0 ? 10 : i % 3 == 1 ? 1000 : EntryTimes.NEVER);
      }
      for (int i = 0; i < 1000; i++) {
        assertTrue(tier.remove(key(i)));
      }
      store(tier, IDENTITY + 1, MANY, EntryTimes.NEVER);
      store(tier, IDENTITY + 1, MANY + 1, EntryTimes.NEVER);
      entries = tier.entries() - 2;
      bytes = tier.bytes() - bytes(MANY) - bytes(MANY + 1);
      tier.close();
    }
    now.addAndGet(TimeUnit.SECONDS.toNanos(100));
    try (IgniteNode node = start()) {
      ResizableTier tier = open(node, IDENTITY);
      assertEquals(MANY - 1000, entries);
      assertEquals(entries, tier.entries());
      assertEquals(bytes, tier.bytes());
      assertEquals(2, tier.foreign());
      assertEquals(9666, tier.sweep(), "a third, except for those that were removed");
      assertEquals(entries - 9666, tier.entries());
      assertEquals(0, tier.sweep());
      assertNull(tier.find(key(MANY)), "of another identity");
      assertNull(tier.find(key(0)), "removed");
      assertArrayEquals(frame(IDENTITY, 1000, 1000), tier.find(key(1000)));
      evict(tier);
    }
  }

  @Test
  void shouldDropForeignEntriesBeforeAnyThatMayBeServed() {
    try (IgniteNode node = start()) {
      CacheTier other = open(node, IDENTITY + 1);
      for (int i = 0; i < 2000; i++) {
        store(other, IDENTITY + 1, i, EntryTimes.NEVER);
      }
      other.close();
      ResizableTier tier = open(node, IDENTITY);
      assertEquals(2000, tier.foreign());
      assertEquals(0, tier.entries());
      for (int i = 2000; i < 3000; i++) {
        store(tier, IDENTITY, i, EntryTimes.NEVER);
      }
      long half = tier.bytes();
      tier.limitBytes(half);
      assertEquals(1000, tier.entries());
      for (int i = 0; i < 2000; i++) {
        assertNull(tier.find(key(i)));
      }
      for (int i = 2000; i < 3000; i++) {
        assertNotNull(tier.find(key(i)));
      }
    }
  }

  private static void evict(ResizableTier tier) {
    long half = tier.bytes() / 2;
    tier.limitBytes(half);
    assertTrue(tier.bytes() <= half, tier.bytes() + " of " + half);
    long[] shown = new long[2];
    tier.forEach((key, frame) -> {
      // the node drops dead entries
      if (ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).getLong(48)
          > EPOCH_NANOS + TimeUnit.SECONDS.toNanos(11)) {
        shown[0]++;
        shown[1] += frame.length + 300L;
      }
    });
    assertEquals(tier.entries(), shown[0]);
    assertEquals(tier.bytes(), shown[1]);
  }

  private void store(CacheTier tier, long identity, int number, long liveSeconds) {
    tier.store(
        key(number),
        frame(identity, number, liveSeconds),
        liveSeconds == EntryTimes.NEVER ? EntryTimes.NEVER : DAY_MILLIS);
  }

  private static byte[] frame(long identity, int number, long liveSeconds) {
    ByteBuffer frame =
        ByteBuffer.allocate(FrameHeader.BYTES + 8 + number % 64).order(ByteOrder.LITTLE_ENDIAN);
    frame.put(4, FrameHeader.VERSION).putLong(8, identity).putLong(FrameHeader.BYTES, number);
    frame.putLong(
        48,
        liveSeconds == EntryTimes.NEVER
            ? EntryTimes.NEVER
            : EPOCH_NANOS + TimeUnit.SECONDS.toNanos(liveSeconds));
    return frame.array();
  }

  /** Returns a size with the overhead that the tier adds for the node. */
  private static long bytes(int number) {
    return frame(IDENTITY, number, 0).length + 300L;
  }

  private static CacheKey key(int number) {
    SplittableRandom digest = new SplittableRandom(number);
    return new CacheKey(digest.nextLong(), digest.nextLong());
  }

  private ResizableTier open(IgniteNode node, long identity) {
    ResizableTier tier = (ResizableTier) Objects.requireNonNull(node.tiers().get("disk")).get();
    tier.open(
        new TierContext(
            "many",
            identity,
            Integer.MAX_VALUE,
            NfcsConfig.parse("test", "disk: {max_bytes: 1GiB}"),
            now::get,
            () -> EPOCH_NANOS + now.get()));
    return tier;
  }

  private IgniteNode start() {
    NodeSettings settings =
        NfcsConfig.parse("test", "grid: {thin_client_port: 0, offheap_bytes: 32MiB}")
            .section("grid", NodeSettings.class);
    return IgniteNode.start(folder, settings, TlsSettings.NONE);
  }
}
