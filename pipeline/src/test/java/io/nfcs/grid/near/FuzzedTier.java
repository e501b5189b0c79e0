package io.nfcs.grid.near;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.nfcs.codec.Codec;
import io.nfcs.eviction.AdaptivePolicy;
import io.nfcs.tier.CacheKey;
import io.nfcs.tier.EntryTimes;
import io.nfcs.tier.Tag;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A tier compared with a map, through steps from a fuzzer, with room for all entries: it has each
 * entry from its put to its removal or the tick of its death, with its value, its times and its
 * tags.
 */
final class FuzzedTier {
  private static final int MOST_STEPS = 100;
  private static final int KEYS = 32;
  private static final int MOST_VALUE_BYTES = 1000;

  /** Longer than the tick of the timer, so that several pass. */
  private static final int TIME_SHIFT = 21;

  /** The tick of the timer. */
  private static final int TICK_SHIFT = 24;

  private static final long START = Long.MAX_VALUE - (1L << 34);

  private final Map<Long, Entry> expected = new HashMap<>();
  private final Tag[] tags =
      IntStream.range(0, 4).mapToObj(i -> new Tag("tag" + i)).toArray(Tag[]::new);
  private final NearTier tier;
  private final NearLease lease;
  private long now = START;
  private long invalidations;

  private FuzzedTier() {
    tier = new NearTier(2 << 20, 1 << 16, 1, AdaptivePolicy::new, () -> now);
    lease = tier.lease(Origins.NONE);
  }

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    new FuzzedTier().work(new FuzzedInput(data));
  }

  private void work(FuzzedInput input) {
    for (int step = 0; step < MOST_STEPS && input.hasMore(); step++) {
      step(input);
      compare();
    }
    lease.close();
    tier.close();
    assertEquals(0, tier.statistics().usedBytes());
    assertEquals(0, tier.statistics().heldBytes());
  }

  private void step(FuzzedInput input) {
    long key = input.oneByte() % KEYS;
    switch (input.oneByte() % 8) {
      case 0, 1 -> put(key, input);
      case 2 -> abandon(key, input);
      case 3 -> assertEquals(expected.remove(key) != null, tier.remove(digest(key)));
      case 4 -> removeHash(input.eightBytes());
      case 5 -> pass((long) input.twoBytes() << TIME_SHIFT);
      case 6 -> tags[(int) key % tags.length].invalidate(++invalidations);
      default -> {
        if (key == 0) {
          tier.clear();
          expected.clear();
        }
      }
    }
  }

  private void put(long key, FuzzedInput input) {
    Entry entry = new Entry(input);
    tier.publish(entry.reserve(key));
    expected.put(key, entry);
  }

  private void abandon(long key, FuzzedInput input) {
    tier.abandon(new Entry(input).reserve(key));
  }

  /** Removes a hash without a key, unless the fuzzer finds one. */
  private void removeHash(long hash) {
    boolean isKnown = expected.keySet().removeIf(key -> digest(key).low() == hash);
    assertEquals(isKnown, tier.remove(new CacheKey(0, hash)));
  }

  private void pass(long nanos) {
    now += nanos;
    tier.maintain();
    expected.values().removeIf(Entry::isGone);
  }

  private void compare() {
    for (long key = 0; key < KEYS; key++) {
      lease.probe().set(Codec.number(), key);
      lease.countLookup();
      NearEntry found = tier.find(lease);
      Entry entry = expected.get(key);
      if (entry == null) {
        lease.countMiss();
        assertNull(found);
      } else {
        lease.countHit();
        entry.check(key, found);
        lease.drop();
      }
    }
    Map<Long, Entry> left = new HashMap<>(expected);
    tier.forEach(found -> {
      long key = found.keyBytes().get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
      Entry entry = left.remove(key);
      assertEquals(expected.get(key), entry, "twice, or not expected");
      Objects.requireNonNull(entry).check(key, found);
    });
    assertEquals(Map.of(), left);
    NearStatistics statistics = tier.statistics();
    assertEquals(expected.size(), statistics.entries());
    assertEquals(0, statistics.evictions());
    assertEquals(0, statistics.retired());
    assertEquals(0, tier.residue());
  }

  private CacheKey digest(long key) {
    lease.probe().set(Codec.number(), key);
    return lease.probe().key().copy();
  }

  /** An entry that was put. */
  private final class Entry {
    private final EntryTimes times;
    private final boolean isNegative;
    private final Tag[] own;
    private final byte[] value;

    Entry(FuzzedInput input) {
      times =
          new EntryTimes(
              now,
              input.isSet() ? after(input) : EntryTimes.NEVER,
              input.isSet() ? after(input) : EntryTimes.NEVER,
              input.isSet() ? invalidations : 0);
      isNegative = input.isSet();
      int some = input.oneByte();
      own =
          IntStream.range(0, tags.length)
              .filter(i -> (some & (1 << i)) != 0)
              .mapToObj(i -> tags[i])
              .toArray(Tag[]::new);
      value = input.filled(input.twoBytes() % MOST_VALUE_BYTES);
    }

    private long after(FuzzedInput input) {
      return now + ((long) input.twoBytes() << TIME_SHIFT);
    }

    NearEntry reserve(long key) {
      CacheKey digest = digest(key);
      NearEntry reserved =
          Objects.requireNonNull(
              tier.reserve(
                  digest, lease.probe().bytes(), value.length, isNegative, times, due(), own));
      reserved.value().copyFrom(MemorySegment.ofArray(value));
      return reserved;
    }

    private long due() {
      return times.staleNanos() != EntryTimes.NEVER ? times.staleNanos() : times.deadNanos();
    }

    boolean isGone() {
      return times.deadNanos() != EntryTimes.NEVER
          && Math.ceilDiv(times.deadNanos() - START, 1L << TICK_SHIFT)
              <= (now - START) >> TICK_SHIFT;
    }

    void check(long key, @Nullable NearEntry found) {
      NearEntry there = Objects.requireNonNull(found);
      assertEquals(key, there.keyBytes().get(ValueLayout.JAVA_LONG_UNALIGNED, 0));
      assertEquals(digest(key), there.key());
      assertEquals(times, there.times());
      assertEquals(due(), there.dueNanos());
      assertEquals(isNegative, there.isNegative());
      assertArrayEquals(own, there.tags());
      assertEquals(
          Stream.of(own).anyMatch(tag -> tag.invalidated() > times.stamp()), there.isInvalid());
      assertArrayEquals(value, there.value().toArray(ValueLayout.JAVA_BYTE));
    }
  }
}
