package io.nfcs.grid.near;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.cache.EntryTimes;
import io.nfcs.memory.SlabAllocator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The timer wheel beside a map of times: nothing goes too early, and all in time. */
@Timeout(60)
class ExpiryTest {
  private static final long SLOT_NANOS = 1L << 24;

  private final SlabAllocator slabs = new SlabAllocator(64 << 20, 1 << 20);
  private final Map<Integer, Long> deadNanos = new HashMap<>();

  @ParameterizedTest
  @ValueSource(longs = {0, -5_000_000_000L, Long.MAX_VALUE - 1_000_000_000_000L})
  void shouldTakeOutWhatIsDeadAndNothingElse(long start) {
    long seed = 3;
    SplittableRandom random = new SplittableRandom(seed);
    Expiry expiry = new Expiry(slabs.addresses(), start);
    long now = start;
    for (int step = 0; step < 40_000; step++) {
      int dice = random.nextInt(10);
      if (dice < 6) {
        // from a millisecond to a century, some that are dead already
        long after = (1L << random.nextInt(62)) + random.nextInt(1 << 30) - (1 << 29);
        add(expiry, now + after);
      } else if (dice < 8 && !deadNanos.isEmpty()) {
        int block = deadNanos.keySet().iterator().next();
        expiry.remove(block);
        forget(block);
      } else {
        now += 1L << random.nextInt(dice == 9 ? 45 : 30);
        takeDue(expiry, now, "seed " + seed + ", step " + step);
      }
    }
    takeDue(expiry, now + Long.MAX_VALUE / 2, "at the end");
    assertTrue(deadNanos.size() < 2000, deadNanos.size() + " that die in the far future");
  }

  @Test
  void shouldTakeOutManyOfOneTimeInParts() {
    Expiry expiry = new Expiry(slabs.addresses(), 0);
    for (int i = 0; i < 50_000; i++) {
      add(expiry, 3_600_000_000_000L);
    }
    long now = 3_600_000_000_000L + SLOT_NANOS;
    int calls = 0;
    while (!deadNanos.isEmpty()) {
      int before = deadNanos.size();
      expiry.due(now, this::forget);
      assertTrue(before - deadNanos.size() <= 10_000, "at once");
      calls++;
      assertTrue(calls < 50, deadNanos.size() + " left");
    }
  }

  @Test
  void shouldNotKnowWhatNeverDies() {
    Expiry expiry = new Expiry(slabs.addresses(), 0);
    add(expiry, EntryTimes.NEVER);
    expiry.due(Long.MAX_VALUE / 2, this::forget);
    assertEquals(1, deadNanos.size());
  }

  private void takeDue(Expiry expiry, long now, String where) {
    Set<Integer> taken = new HashSet<>();
    expiry.due(
        now,
        block -> {
          assertTrue(
              now - deadNanos.getOrDefault(block, Long.MAX_VALUE) >= 0, where + ": too early");
          taken.add(block);
        });
    deadNanos.forEach((block, dead) ->
        assertTrue(
            taken.contains(block) || now - dead < 2 * SLOT_NANOS,
            () -> where + ": late by " + (now - dead)));
    taken.forEach(this::forget);
  }

  private void add(Expiry expiry, long dead) {
    int block = slabs.allocate(128);
    EntryTimes times = new EntryTimes(0, dead, dead, 0);
    int flags = EntryLayout.flags(times, dead, TagSets.NONE, false);
    EntryLayout.write(
        slabs.addresses().of(block), flags, block, Long.BYTES, 0, times, dead, TagSets.NONE);
    expiry.add(block);
    deadNanos.put(block, dead);
  }

  private void forget(int block) {
    deadNanos.remove(block);
    slabs.free(block);
  }
}
