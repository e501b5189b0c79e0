package io.nfcs.grid.ignite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.tier.CacheKey;
import io.nfcs.tier.EntryTimes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The index beside maps, and entries that a stock-taking must neither count twice nor bring back.
 */
@Timeout(60)
class RegionIndexTest {
  private static final long SECOND = 1_000_000_000;

  /** An entry leaves a second after its death, and two slots of the wheel. */
  private static final long LATEST = SECOND + SECOND / 5;

  private static final long ROOM = 1L << 40;

  private final Map<CacheKey, Known> expected = new HashMap<>();
  private RegionIndex index = new RegionIndex(ROOM, 0);
  private long now;

  private record Known(long ticket, long bytes, long deadNanos, boolean isStored) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldKnowWhatMapsKnow(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int step = 0; step < 60_000; step++) {
      CacheKey key = key(random.nextInt(4000));
      switch (random.nextInt(12)) {
        case 0, 1, 2, 3 -> add(key, random);
        case 4 -> stored(key);
        case 5 -> index.accessed(key);
        case 6 -> {
          index.removed(key);
          expected.remove(key);
        }
        case 7 -> forget(key, random.nextBoolean());
        case 8 -> {
          if (random.nextInt(10) == 0) {
            CacheKey victim = index.victim();
            assertEquals(expected.isEmpty(), victim == null);
            assertTrue(victim == null || expected.remove(victim) != null, "of another");
          }
        }
        case 9 -> die(random.nextInt(100) == 0 ? 100 * SECOND : SECOND / 100);
        case 10 -> index.shrink();
        default -> clearSometimes(random);
      }
      Known known = expected.get(key);
      String where = "seed " + seed + ", step " + step;
      assertEquals(known != null, index.holds(key), where);
      assertEquals(
          known == null || !known.isStored ? RegionIndex.NONE : known.ticket,
          index.storedTicket(key),
          where);
      assertEquals(expected.size(), index.entries(), where);
    }
    compare("seed " + seed);
  }

  @Test
  void shouldNotCountTwiceNorBringBackWhatComesAndGoesDuringAStockTaking() {
    long seed = 4;
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 50; round++) {
      Map<CacheKey, Stock.Entry> there = new HashMap<>();
      for (int i = 0; i < 1000; i++) {
        there.put(key(i), entry(key(i), 100 + i, true));
      }
      Stock stock = index.takeStock();
      expected.clear();
      Set<CacheKey> changed = new HashSet<>();
      List<Stock.Entry> found = new ArrayList<>(there.values());
      for (int at = 0; at < found.size(); at += 50) {
        for (int i = 0; i < 30; i++) {
          CacheKey key = key(random.nextInt(1100));
          changed.add(key);
          if (random.nextBoolean()) {
            add(key, random);
          } else {
            index.removed(key);
            expected.remove(key);
          }
        }
        for (int i = 0; i < 5; i++) {
          CacheKey victim = index.victim();
          if (victim != null) {
            changed.add(victim);
            expected.remove(victim);
          }
        }
        List<Stock.Entry> some = found.subList(at, at + 50);
        index.found(stock, some);
        for (Stock.Entry entry : some) {
          if (!changed.contains(entry.key())) {
            expected.put(
                entry.key(), new Known(RegionIndex.NONE, entry.bytes(), EntryTimes.NEVER, true));
          }
        }
      }
      index.end(stock);
      compare("seed " + seed + ", round " + round);
    }
  }

  @Test
  void shouldTakeNothingFromAStockTakingThatIsOver() {
    Stock first = index.takeStock();
    Stock second = index.takeStock();
    index.found(first, List.of(entry(key(1), 10, true)));
    index.found(second, List.of(entry(key(2), 10, true), entry(key(3), 10, false)));
    assertEquals(1, index.entries());
    assertEquals(1, index.foreign());
    index.clear();
    index.found(second, List.of(entry(key(4), 10, true)));
    index.end(second);
    assertEquals(0, index.entries());
    assertEquals(0, index.foreign());
    assertNull(index.unwanted());
  }

  @Test
  void shouldCountWhatIsUnwantedUntilItIsTakenOut() {
    index.limitBytes(100);
    Stock stock = index.takeStock();
    index.found(stock, List.of(entry(key(1), 60, false), entry(key(2), 50, false)));
    index.end(stock);
    assertTrue(index.isFull());
    assertEquals(0, index.bytes());
    assertEquals(key(1), index.unwanted());
    assertFalse(index.isFull());
    assertEquals(key(2), index.unwanted());
    assertNull(index.unwanted());
    assertEquals(2, index.foreign());
  }

  /** The earlier frame is still there, and is to be removed. */
  @Test
  void shouldGiveUpTheEarlierOfTwoKeysWhoseLowerHalvesAreEqual() {
    index.add(new CacheKey(1, 7), 10, EntryTimes.NEVER);
    index.add(new CacheKey(2, 7), 20, EntryTimes.NEVER);
    assertFalse(index.holds(new CacheKey(1, 7)));
    assertTrue(index.holds(new CacheKey(2, 7)));
    assertEquals(20, index.bytes());
    assertEquals(new CacheKey(1, 7), index.unwanted());
  }

  @Test
  void shouldGiveUpWhatNoBucketHasRoomFor() {
    for (long i = 0; i < 3000; i++) {
      index.add(new CacheKey(i, i), 1, EntryTimes.NEVER);
    }
    int unwanted = 0;
    while (index.unwanted() != null) {
      unwanted++;
    }
    assertEquals(3000, unwanted + index.entries());
    assertEquals(index.entries(), index.bytes());
  }

  @Test
  void shouldGiveMemoryBackAndKeepTheOrder() {
    RegionIndex other = new RegionIndex(ROOM, 0);
    for (RegionIndex each : List.of(index, other)) {
      IntStream.range(0, 40_000).forEach(i -> each.add(key(i), 100, (i + 1L) * SECOND));
      IntStream.range(0, 40_000).filter(i -> i % 9 > 0).forEach(i -> each.removed(key(i)));
      IntStream.range(0, 40_000).filter(i -> i % 27 == 0).forEach(i -> each.accessed(key(i)));
    }
    long large = index.memoryBytes();
    index.shrink();
    assertTrue(index.memoryBytes() < large / 2, () -> index.memoryBytes() + " of " + large);
    for (RegionIndex each : List.of(index, other)) {
      assertTrue(each.dropDue(9_002 * SECOND));
      IntStream.range(0, 500).forEach(i -> each.add(key(100_000 + i), 100, EntryTimes.NEVER));
    }
    assertEquals(other.died(), index.died());
    assertEquals(1000, index.died());
    List<CacheKey> victims = victims(other);
    assertEquals(victims, victims(index));
    assertEquals(4445 - 1000 + 500, victims.size());
  }

  @Test
  void shouldTakeNextToNothingOfTheHeap() {
    int entries = 100_000;
    long before = heapBytes();
    for (int i = 0; i < entries; i++) {
      index.add(key(i), 100, (i + 1L) * SECOND);
    }
    long perEntry = (heapBytes() - before) / entries;
    assertTrue(perEntry < 48, perEntry + " bytes an entry");
    assertEquals(entries, index.entries());
    assertTrue(index.memoryBytes() < entries * 128L, index.memoryBytes() + " bytes");
  }

  private static List<CacheKey> victims(RegionIndex index) {
    return Stream.generate(index::victim).takeWhile(Objects::nonNull).toList();
  }

  private void add(CacheKey key, SplittableRandom random) {
    long bytes = random.nextLong(1, 1000);
    long dead =
        random.nextBoolean() ? EntryTimes.NEVER : now + random.nextLong(-SECOND, 50 * SECOND);
    expected.put(key, new Known(index.add(key, bytes, dead), bytes, dead, false));
    assertTrue(index.holds(key, Objects.requireNonNull(expected.get(key)).ticket));
  }

  private void stored(CacheKey key) {
    Known known = expected.get(key);
    if (known != null) {
      index.stored(key, known.ticket - 2);
      assertEquals(known.isStored ? known.ticket : RegionIndex.NONE, index.storedTicket(key));
      index.stored(key, known.ticket);
      expected.put(key, new Known(known.ticket, known.bytes, known.deadNanos, true));
    }
  }

  private void forget(CacheKey key, boolean isOther) {
    Known known = expected.get(key);
    if (known != null) {
      index.forget(key, isOther ? known.ticket - 2 : known.ticket);
      if (!isOther) {
        expected.remove(key);
      }
    }
  }

  private void die(long after) {
    now += after;
    while (index.dropDue(now)) {
      assertTrue(index.died() > 0);
    }
    long died = index.takeDied();
    int before = expected.size();
    expected.keySet().removeIf(key -> !index.holds(key));
    assertEquals(before - expected.size(), died);
    for (Known known : expected.values()) {
      assertTrue(known.deadNanos == EntryTimes.NEVER || now - known.deadNanos < LATEST, "late");
    }
  }

  private void clearSometimes(SplittableRandom random) {
    if (random.nextInt(200) == 0) {
      index.clear();
      expected.clear();
    }
  }

  private void compare(String where) {
    long bytes = 0;
    for (Map.Entry<CacheKey, Known> each : expected.entrySet()) {
      assertTrue(index.holds(each.getKey()), where);
      bytes += each.getValue().bytes;
    }
    assertEquals(expected.size(), index.entries(), where);
    assertEquals(bytes, index.bytes(), where);
  }

  private static Stock.Entry entry(CacheKey key, long bytes, boolean isOwn) {
    return new Stock.Entry(key, bytes, EntryTimes.NEVER, isOwn);
  }

  private static CacheKey key(int number) {
    SplittableRandom digest = new SplittableRandom(number);
    return new CacheKey(digest.nextLong(), digest.nextLong());
  }

  private static long heapBytes() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
