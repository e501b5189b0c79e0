package io.nfcs.grid.near;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.codec.Codec;
import io.nfcs.eviction.AdaptivePolicy;
import io.nfcs.tier.EntryTimes;
import io.nfcs.tier.Tag;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class NearTierTest {
  private static final long LIMIT = 4 << 20;
  private static final long SLAB = 256 << 10;

  /** Room of a slab besides the header and the key. */
  private static final long LARGEST = SLAB - 48;

  private static final Tag[] NO_TAGS = {};

  private final AtomicLong now = new AtomicLong();
  private final NearTier tier = new NearTier(LIMIT, SLAB, 1, AdaptivePolicy::new, now::get);

  @AfterEach
  void close() {
    tier.close();
    assertEquals(0, tier.statistics().usedBytes(), "bytes left after close");
  }

  @Test
  void shouldHoldWhatWasPut() {
    put(1, 100, (byte) 7, EntryTimes.NEVER);
    try (NearLease lease = tier.lease(Origins.NONE)) {
      assertTrue(find(lease, 1));
      assertEquals(100, lease.sizeBytes());
      assertEquals(7, lease.byteAt(99));
      assertFalse(isThere(2));
    }
  }

  @Test
  void shouldRefuseToReadPastTheEndAfterTheReleaseAndInAnotherThread() throws Exception {
    put(1, 100, (byte) 7, EntryTimes.NEVER);
    try (NearLease lease = tier.lease(Origins.NONE)) {
      assertThrows(IllegalStateException.class, () -> lease.byteAt(0));
      find(lease, 1);
      assertThrows(IndexOutOfBoundsException.class, () -> lease.byteAt(100));
      assertThrows(IndexOutOfBoundsException.class, () -> lease.longAt(93));
      MemorySegment view = lease.segment();
      assertEquals(7, view.get(ValueLayout.JAVA_BYTE, 99));
      assertThrows(
          IllegalArgumentException.class, () -> view.set(ValueLayout.JAVA_BYTE, 0, (byte) 1));
      try (ExecutorService other =
          Executors.newSingleThreadExecutor(Thread.ofPlatform().factory())) {
        Future<Byte> read = other.submit(() -> view.get(ValueLayout.JAVA_BYTE, 0));
        assertTrue(
            assertThrows(ExecutionException.class, read::get).getCause()
                instanceof WrongThreadException);
      }
      lease.release();
      assertThrows(IllegalStateException.class, () -> lease.byteAt(0));
      assertThrows(IllegalStateException.class, () -> view.get(ValueLayout.JAVA_BYTE, 0));
    }
  }

  @Test
  void shouldKeepTheMemoryOfALeasedEntryWhateverBecomesOfIt() {
    put(1, 1000, (byte) 7, EntryTimes.NEVER);
    try (NearLease lease = tier.lease(Origins.NONE)) {
      find(lease, 1);
      put(1, 1000, (byte) 8, EntryTimes.NEVER);
      tier.clear();
      for (int key = 2; key < 20_000; key++) {
        put(key, 1000, (byte) 9, EntryTimes.NEVER);
      }
      for (int i = 0; i < 1000; i++) {
        assertEquals(7, lease.byteAt(i));
      }
      assertEquals(1, tier.statistics().retired());
      lease.release();
      tier.maintain();
      assertEquals(0, tier.statistics().retired());
    }
  }

  @Test
  void shouldNeverHoldMoreThanItsLimit() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 30_000; i++) {
      put(
          random.nextInt(10_000),
          1 + (int) (random.nextLong() >>> 48) / 3,
          (byte) i,
          EntryTimes.NEVER);
      assertTrue(tier.statistics().heldBytes() <= LIMIT, "step " + i + ": " + tier.statistics());
    }
    assertTrue(tier.statistics().evictions() > 0);
  }

  @Test
  void shouldCountTheIndexOfManySmallEntriesToo() {
    for (int i = 0; i < 50_000; i++) {
      put(i, 8, (byte) i, EntryTimes.NEVER);
      assertTrue(tier.statistics().heldBytes() <= LIMIT, "step " + i + ": " + tier.statistics());
    }
    long entries = tier.statistics().entries();
    assertTrue(entries > LIMIT / 128, entries + " entries");
  }

  @Test
  void shouldFollowALowerLimit() {
    for (int i = 0; i < 1000; i++) {
      put(i, 5000, (byte) i, EntryTimes.NEVER);
    }
    tier.limitBytes(LIMIT / 2);
    assertTrue(tier.statistics().heldBytes() <= LIMIT / 2, tier.statistics().toString());
    assertTrue(tier.statistics().entries() > 200, tier.statistics().toString());
  }

  @Test
  void shouldRefuseWhatIsLargerThanASlab() {
    assertNull(reserve(1, LARGEST + 1, EntryTimes.NEVER));
    assertEquals(1, tier.statistics().tooLong());
    assertEquals(0, tier.statistics().withoutRoom());
  }

  @Test
  void shouldRefuseWhenLeasesHoldAllMemory() {
    List<NearLease> leases = new ArrayList<>();
    for (int key = 0; key < LIMIT / SLAB; key++) {
      put(key, (int) LARGEST, (byte) key, EntryTimes.NEVER);
      NearLease lease = tier.lease(Origins.NONE);
      if (find(lease, key)) {
        leases.add(lease);
      }
    }
    assertNull(reserve(99, LARGEST, EntryTimes.NEVER));
    assertTrue(tier.statistics().withoutRoom() > 0);
    for (int key = 0; key < leases.size(); key++) {
      assertEquals((byte) key, leases.get(key).byteAt(SLAB / 2));
    }
    leases.forEach(NearLease::close);
    NearEntry room = reserve(99, LARGEST, EntryTimes.NEVER);
    assertNotNull(room);
    tier.abandon(room);
  }

  /**
   * For the memory of the index, the emptiest slab is given back, from which nothing can be
   * evicted.
   */
  @Test
  void shouldNotKeepAnEntryWhoseSlabIsToBeGivenBackSinceItWasReserved() {
    NearEntry small = Objects.requireNonNull(reserve(0, 8, EntryTimes.NEVER));
    List<NearEntry> large =
        LongStream.range(1, LIMIT / SLAB)
            .mapToObj(key -> Objects.requireNonNull(reserve(key, LARGEST, EntryTimes.NEVER)))
            .toList();
    large.forEach(tier::publish);
    tier.publish(small);
    assertTrue(tier.statistics().heldBytes() <= LIMIT, tier.statistics().toString());
    assertEquals(large.size(), tier.statistics().entries());
  }

  @Test
  void shouldDropTheDeadWithoutBeingAsked() {
    put(1, 100, (byte) 1, 1_000_000_000L);
    put(2, 100, (byte) 2, EntryTimes.NEVER);
    now.set(3_600_000_000_000L);
    tier.maintain();
    assertEquals(1, tier.statistics().entries());
    assertEquals(1, tier.statistics().expirations());
    assertTrue(isThere(2));
  }

  @Test
  void shouldDropTheDeadWhenTheClockPassesItsLargestTime() {
    long start = Long.MAX_VALUE - 1_000_000_000L;
    AtomicLong late = new AtomicLong(start);
    try (NearTier there = new NearTier(LIMIT, SLAB, 1, AdaptivePolicy::new, late::get)) {
      put(there, 1, 100, (byte) 1, start + 2_000_000_000L);
      late.set(start + 1_500_000_000L);
      there.maintain();
      assertEquals(1, there.statistics().entries());
      late.set(start + 3_000_000_000L);
      there.maintain();
      assertEquals(0, there.statistics().entries());
    }
  }

  @Test
  void shouldFindForgottenLeases() {
    put(1, 100, (byte) 7, EntryTimes.NEVER);
    forgetALease();
    while (tier.statistics().leaks() == 0) {
      assertFalse(Thread.currentThread().isInterrupted(), "never found");
      System.gc();
      Thread.onSpinWait();
    }
    assertEquals(1, tier.statistics().leaks());
    tier.clear();
    assertEquals(0, tier.statistics().retired());
  }

  @Test
  void shouldShowEveryEntryOnceWhileTheIndexGrows() {
    for (int key = 0; key < 250; key++) {
      put(key, 8, (byte) key, EntryTimes.NEVER);
    }
    Map<Long, Integer> shown = new HashMap<>();
    tier.forEach(entry -> {
      shown.merge(number(entry), 1, Integer::sum);
      for (int i = 0; i < 20 && shown.size() < 200; i++) {
        put(1000 + 20 * shown.size() + i, 8, (byte) i, EntryTimes.NEVER);
      }
    });
    for (long key = 0; key < 250; key++) {
      assertEquals(1, shown.get(key), "key " + key);
    }
    assertEquals(Set.of(1), Set.copyOf(shown.values()));
  }

  @Test
  void shouldShowKeysOnceWhoseEntriesAreReplacedMeanwhile() {
    for (int key = 0; key < 250; key++) {
      put(key, 8, (byte) key, EntryTimes.NEVER);
    }
    Map<Long, Integer> shown = new HashMap<>();
    tier.forEach(entry -> {
      assertEquals((byte) number(entry), entry.value().get(ValueLayout.JAVA_BYTE, 0));
      shown.merge(number(entry), 1, Integer::sum);
      int other = (int) (number(entry) * 31 + 7) % 250;
      put(other, 8, (byte) other, EntryTimes.NEVER);
      put(249 - other, 8, (byte) (249 - other), EntryTimes.NEVER);
    });
    assertEquals(250, shown.size());
    assertEquals(Set.of(1), Set.copyOf(shown.values()));
  }

  /** One thread scans, one has new keys come, and one replaces those that are to be seen. */
  @Test
  void shouldShowEveryEntryWhateverOtherThreadsDo() throws Exception {
    try (NearTier large = new NearTier(64 << 20, 1 << 20, 1, AdaptivePolicy::new, now::get);
        ExecutorService threads = Executors.newFixedThreadPool(2, Thread.ofPlatform().factory())) {
      for (int key = 0; key < 2000; key++) {
        put(large, key, 8, (byte) key, EntryTimes.NEVER);
      }
      Future<?> growing =
          threads.submit(() -> {
            for (int key = 2000; key < 70_000; key++) {
              put(large, key, 8, (byte) key, EntryTimes.NEVER);
            }
          });
      Future<?> replacing =
          threads.submit(() -> {
            for (int i = 0; i < 40_000; i++) {
              put(large, i % 2000, 8, (byte) (i % 2000), EntryTimes.NEVER);
            }
          });
      do {
        Map<Long, Integer> shown = new HashMap<>();
        large.forEach(entry -> shown.merge(number(entry), 1, Integer::sum));
        for (long key = 0; key < 2000; key++) {
          assertEquals(1, shown.get(key), "key " + key);
        }
        assertEquals(Set.of(1), Set.copyOf(shown.values()));
      } while (!growing.isDone() || !replacing.isDone());
      growing.get();
      replacing.get();
    }
  }

  /** Of the cells of a bucket some move when one goes, and half when it is split. */
  @Test
  void shouldFindWhatIsThereWhateverMoves() throws Exception {
    try (NearTier large = new NearTier(64 << 20, 1 << 20, 1, AdaptivePolicy::new, now::get);
        ExecutorService threads = Executors.newFixedThreadPool(1, Thread.ofPlatform().factory())) {
      for (int key = 0; key < 1000; key++) {
        put(large, key, 8, (byte) key, EntryTimes.NEVER);
      }
      Future<?> moving =
          threads.submit(() -> {
            for (int i = 0; i < 300_000; i++) {
              put(large, 1000 + i, 8, (byte) i, EntryTimes.NEVER);
              if (i >= 1000 + i % 7 * 1000) {
                remove(large, i - i % 7 * 1000);
              }
            }
          });
      try (NearLease lease = large.lease(Origins.NONE)) {
        for (int i = 0; !moving.isDone(); i = (i + 1) % 1000) {
          assertTrue(find(large, lease, i), "key " + i);
        }
      }
      moving.get();
    }
  }

  @Test
  void shouldKeepTheMemoryOfMoreLeasesThanThereAreSlots() {
    int number = 3 * Pins.SLOTS;
    List<NearLease> leases = new ArrayList<>();
    for (int key = 0; key < number; key++) {
      put(key, 1000, (byte) key, EntryTimes.NEVER);
      NearLease lease = tier.lease(Origins.NONE);
      assertTrue(find(lease, key));
      leases.add(lease);
    }
    tier.clear();
    assertEquals(number, tier.statistics().retired());
    for (int key = 1000; key < 10_000; key++) {
      put(key, 1000, (byte) 9, EntryTimes.NEVER);
    }
    for (int key = 0; key < number; key++) {
      for (int i = 0; i < 1000; i++) {
        assertEquals((byte) key, leases.get(key).byteAt(i), "key " + key);
      }
      leases.get(key).close();
      tier.maintain();
      assertEquals(number - key - 1, tier.statistics().retired());
    }
  }

  @Test
  void shouldFreeAnEntryWithTheLastOfManyLeases() {
    put(1, 1000, (byte) 7, EntryTimes.NEVER);
    List<NearLease> leases = new ArrayList<>();
    for (int i = 0; i < 2 * Pins.SLOTS; i++) {
      NearLease lease = tier.lease(Origins.NONE);
      assertTrue(find(lease, 1));
      leases.add(lease);
    }
    tier.clear();
    for (NearLease lease : leases.reversed()) {
      assertEquals(1, tier.statistics().retired());
      assertEquals(7, lease.byteAt(999));
      lease.close();
      tier.maintain();
    }
    assertEquals(0, tier.statistics().retired());
    assertEquals(0, tier.statistics().usedBytes());
  }

  @Test
  void shouldGiveAllMemoryBackWithTheLastRelease() {
    checkEndOfClosedTier(NearLease::release);
  }

  @Test
  void shouldGiveAllMemoryBackWithTheLastCloseOfALease() {
    checkEndOfClosedTier(NearLease::close);
  }

  private void checkEndOfClosedTier(Consumer<NearLease> end) {
    NearTier there = new NearTier(LIMIT, SLAB, 1, AdaptivePolicy::new, now::get);
    for (int key = 0; key < 300; key++) {
      put(there, key, 5000, (byte) key, EntryTimes.NEVER);
    }
    // as many as take the slots that are left, and as many again
    List<NearLease> leases = new ArrayList<>();
    for (int key = 150; key < 150 + 2 * Pins.SLOTS; key++) {
      NearLease lease = there.lease(Origins.NONE);
      assertTrue(find(there, lease, key));
      leases.add(lease);
    }
    there.close();
    long held = there.statistics().heldBytes();
    assertTrue(held > 0 && held < LIMIT / 2, held + " bytes held");
    for (int i = 0; i < leases.size(); i++) {
      for (int at = 0; at < 5000; at += 100) {
        assertEquals((byte) (150 + i), leases.get(i).byteAt(at));
      }
      end.accept(leases.get(i));
      assertEquals(leases.size() - i - 1, there.statistics().retired());
    }
    assertEquals(0, there.statistics().heldBytes());
  }

  @Test
  void shouldTakeNothingWhenItIsClosed() {
    NearEntry before = reserve(1, 100, EntryTimes.NEVER);
    assertNotNull(before);
    tier.close();
    assertTrue(tier.statistics().heldBytes() > 0);
    tier.publish(before);
    assertEquals(0, tier.statistics().heldBytes());
    assertNull(reserve(2, 100, EntryTimes.NEVER));
    tier.limitBytes(2 * LIMIT);
    assertNull(reserve(2, 100, EntryTimes.NEVER));
    assertEquals(0, tier.statistics().heldBytes());
  }

  @Test
  void shouldGiveMemoryBackThatIsReleasedWhileItIsClosed() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2, Thread.ofPlatform().factory())) {
      for (int round = 0; round < 300; round++) {
        NearTier there = new NearTier(LIMIT, SLAB, 1, AdaptivePolicy::new, now::get);
        put(there, 1, 1000, (byte) 7, EntryTimes.NEVER);
        CyclicBarrier start = new CyclicBarrier(2);
        Future<?> reading =
            threads.submit(() -> {
              NearLease lease = there.lease(Origins.NONE);
              assertTrue(find(there, lease, 1));
              start.await();
              assertEquals(7, lease.byteAt(999));
              lease.release();
              return lease;
            });
        Future<?> closing =
            threads.submit(() -> {
              start.await();
              there.close();
              return true;
            });
        reading.get();
        closing.get();
        assertEquals(0, there.statistics().heldBytes(), "round " + round);
      }
    }
  }

  /** Readers check every byte of what they hold while writers replace and evict it. */
  @Test
  void shouldNeverShowTornOrReusedMemory() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    AtomicLong reads = new AtomicLong();
    try (ExecutorService virtual =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("reader-", 0).factory());
        ExecutorService threads = Executors.newFixedThreadPool(4, Thread.ofPlatform().factory())) {
      List<Future<?>> work = new ArrayList<>();
      for (int reader = 0; reader < 4; reader++) {
        long seed = reader;
        work.add((reader < 2 ? threads : virtual).submit(() -> read(seed, done, reads)));
      }
      for (int writer = 0; writer < 2; writer++) {
        long seed = writer;
        work.add(threads.submit(() -> write(seed, done)));
      }
      for (Future<?> each : work) {
        each.get();
      }
    }
    assertTrue(reads.get() > 0);
  }

  private void read(long seed, AtomicBoolean done, AtomicLong reads) {
    SplittableRandom random = new SplittableRandom(seed);
    try (NearLease lease = tier.lease(Origins.NONE)) {
      while (!done.get()) {
        if (find(lease, random.nextInt(3000))) {
          byte first = lease.byteAt(0);
          for (long i = 1; i < lease.sizeBytes(); i++) {
            assertEquals(first, lease.byteAt(i), "reader " + seed);
          }
          reads.incrementAndGet();
          lease.release();
        }
      }
    } finally {
      done.set(true);
    }
  }

  private void write(long seed, AtomicBoolean done) {
    SplittableRandom random = new SplittableRandom(100 + seed);
    try {
      for (int i = 0; i < 100_000 && !done.get(); i++) {
        put(
            random.nextInt(3000),
            1 + random.nextInt(5000),
            (byte) random.nextInt(),
            EntryTimes.NEVER);
      }
    } finally {
      done.set(true);
    }
  }

  private void forgetALease() {
    NearLease lease = tier.lease(Origins.NONE);
    assertTrue(find(lease, 1));
  }

  private static void remove(NearTier from, long key) {
    try (NearLease lease = from.borrow()) {
      lease.probe().set(Codec.number(), key);
      from.remove(lease.probe().key());
    }
  }

  private boolean isThere(long key) {
    try (NearLease lease = tier.lease(Origins.NONE)) {
      return find(lease, key);
    }
  }

  private boolean find(NearLease lease, long key) {
    return find(tier, lease, key);
  }

  private static boolean find(NearTier in, NearLease lease, long key) {
    lease.release();
    lease.probe().set(Codec.number(), key);
    NearEntry entry = in.find(lease);
    if (entry == null) {
      return false;
    }
    lease.hold(entry);
    return true;
  }

  private static long number(NearEntry entry) {
    return entry.keyBytes().get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
  }

  private void put(long key, int bytes, byte content, long deadNanos) {
    put(tier, key, bytes, content, deadNanos);
  }

  private void put(NearTier to, long key, int bytes, byte content, long deadNanos) {
    NearEntry entry = reserve(to, key, bytes, deadNanos);
    if (entry != null) {
      entry.value().fill(content);
      to.publish(entry);
    }
  }

  private @Nullable NearEntry reserve(long key, long bytes, long deadNanos) {
    return reserve(tier, key, bytes, deadNanos);
  }

  private @Nullable NearEntry reserve(NearTier in, long key, long bytes, long deadNanos) {
    try (NearLease lease = in.lease(Origins.NONE)) {
      lease.probe().set(Codec.number(), key);
      return in.reserve(
          lease.probe().key(),
          lease.probe().bytes(),
          bytes,
          false,
          new EntryTimes(now.get(), deadNanos, deadNanos, 0),
          deadNanos,
          NO_TAGS);
    }
  }
}
