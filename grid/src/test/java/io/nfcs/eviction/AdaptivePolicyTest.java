package io.nfcs.eviction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.memory.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdaptivePolicyTest {
  /**
   * Entries of random sizes are added, used and removed; the policy gives out exactly those it has.
   */
  @Test
  void shouldGiveOutEachEntryOnceAndNoneThatHasGone() {
    long seed = 5;
    SplittableRandom random = new SplittableRandom(seed);
    EvictionOrder<Entry> policy = new EvictionOrder<>(AdaptivePolicy::new);
    policy.limitBytes(100_000);
    List<Entry> held = new ArrayList<>();
    Set<Entry> in = new HashSet<>();
    long bytes = 0;
    for (int step = 0; step < 200_000; step++) {
      int dice = random.nextInt(10);
      if (dice < 5 || held.isEmpty()) {
        Entry entry = new Entry(step, 1 + random.nextInt(1000));
        policy.admitted(entry);
        held.add(entry);
        in.add(entry);
        bytes += entry.bytes();
      } else {
        Entry entry = held.get(random.nextInt(held.size()));
        if (!in.contains(entry)) {
          held.remove(entry);
        } else if (dice < 9) {
          policy.accessed(entry);
        } else {
          policy.removed(entry);
          in.remove(entry);
          bytes -= entry.bytes();
        }
      }
      while (bytes > 100_000) {
        Entry victim = policy.victim();
        assertNotNull(victim, "step " + step + ", seed " + seed);
        assertTrue(in.remove(victim), "step " + step + ", seed " + seed);
        bytes -= victim.bytes();
      }
      if (held.size() > 2 * in.size()) {
        held.retainAll(in);
      }
    }
    for (int left = in.size(); left > 0; left--) {
      assertTrue(in.remove(policy.victim()));
    }
    assertNull(policy.victim());
  }

  @Test
  void shouldBeLruWhereTheWindowIsTheWhole() {
    SplittableRandom random = new SplittableRandom(6);
    EvictionOrder<Entry> policy = new EvictionOrder<>(AdaptivePolicyTest::lru);
    policy.limitBytes(50);
    LinkedHashMap<Integer, Entry> lru = new LinkedHashMap<>(16, 0.75f, true);
    for (int step = 0; step < 20_000; step++) {
      int key = random.nextInt(100);
      Entry entry = lru.get(key);
      if (entry != null) {
        policy.accessed(entry);
        continue;
      }
      Entry fresh = new Entry(key, 1);
      lru.put(key, fresh);
      policy.admitted(fresh);
      if (lru.size() > 50) {
        assertSame(lru.pollFirstEntry().getValue(), policy.victim());
      }
    }
  }

  @Test
  void shouldFindOutThatALoopWantsFrequencyAndRecencyAWindow() {
    List<AdaptivePolicy> policies = new ArrayList<>();
    double loop = hitRate(policies, 300_000, 1000, (random, i) -> i % 1250);
    assertTrue(loop > 0.7, "loop " + loop);
    double window = policies.getFirst().windowShare();
    assertTrue(window < 0.2, "window " + window);
    // each key is used twice, soon, and never again
    double twice =
        hitRate(policies, 300_000, 1000, (random, i) -> i % 2 == 0 ? i : Math.max(0, i - 401));
    assertTrue(twice > 0.45, "twice " + twice);
  }

  @Test
  void shouldNeverCountTooFewUses() {
    SplittableRandom random = new SplittableRandom(8);
    FrequencySketch sketch = new FrequencySketch(1024);
    Map<Long, Integer> uses = new HashMap<>();
    for (int i = 0; i < 5000; i++) {
      long hash = Digest.mix(3, random.nextInt(1000));
      sketch.add(hash);
      uses.merge(hash, 1, Integer::sum);
    }
    uses.forEach((hash, count) -> assertTrue(sketch.frequency(hash) >= Math.min(15, count)));
  }

  @Test
  void shouldForgetHalfFromTimeToTime() {
    FrequencySketch sketch = new FrequencySketch(16);
    long often = Digest.mix(4, 1);
    for (int i = 0; i < 12; i++) {
      sketch.add(often);
    }
    assertEquals(12, sketch.frequency(often));
    for (int i = 0; i < 400; i++) {
      sketch.add(Digest.mix(5, i));
    }
    assertTrue(sketch.frequency(often) < 12);
  }

  /** The one key of its block is not used in all that time: the block catches up in its turn. */
  @Test
  void shouldForgetWhatIsNotUsedAnyMore() {
    int keys = 4096;
    FrequencySketch sketch = new FrequencySketch(keys);
    long rare = Digest.mix(4, 0);
    IntStream.range(0, 12).forEach(i -> sketch.add(rare));
    assertEquals(12, sketch.frequency(rare));
    for (int i = 0; i < keys * 10 * 18; i++) {
      long hash = Digest.mix(5, i);
      if (sketch.number(hash) != sketch.number(rare)) {
        sketch.add(hash);
      }
    }
    assertEquals(0, sketch.frequency(rare));
  }

  @Test
  void shouldKnowWhatItKnewWhenItHasGrown() {
    FrequencySketch sketch = new FrequencySketch(8);
    Map<Long, Integer> uses = new HashMap<>();
    SplittableRandom random = new SplittableRandom(10);
    for (int keys = 8; keys < 100_000; keys++) {
      sketch.ensureRoomFor(keys);
      if (uses.size() < 1000 && keys % 50 == 0) {
        int times = 1 + random.nextInt(8);
        long hash = Digest.mix(7, keys);
        IntStream.range(0, times).forEach(i -> sketch.add(hash));
        uses.put(hash, times);
      }
    }
    uses.forEach((hash, count) -> assertTrue(sketch.frequency(hash) >= count));
    int unknown =
        (int) LongStream.range(0, 1000).filter(i -> sketch.frequency(Digest.mix(8, i)) > 0).count();
    assertTrue(unknown < 50, unknown + " keys that nobody used");
  }

  @Test
  void shouldCountTheTablesOfItsSimulations() {
    List<AdaptivePolicy> policies = new ArrayList<>();
    EvictionOrder<Entry> order =
        new EvictionOrder<>(entries -> {
          policies.add(new AdaptivePolicy(entries));
          return policies.getLast();
        });
    order.limitBytes(1000);
    AdaptivePolicy policy = policies.getFirst();
    long before = policy.memoryBytes();
    // so few that no sketch grows
    for (int key = 0; key < 100; key++) {
      order.admitted(new Entry(key, 1));
    }
    EvictionTable table = new EvictionTable();
    table.add(1, 1);
    assertEquals(4 * table.memoryBytes(), policy.memoryBytes() - before);
  }

  private interface Keys {
    int at(SplittableRandom random, int access);
  }

  /** Returns LRU: the window takes the whole limit. */
  private static EvictionPolicy lru(Evictables entries) {
    WindowTinyLfu policy = new WindowTinyLfu(entries, new FrequencySketch(256), 1);
    return new EvictionPolicy() {
      @Override
      public void admitted(int entry) {
        policy.admitted(entry);
      }

      @Override
      public void accessed(int entry) {
        policy.accessed(entry);
      }

      @Override
      public void removed(int entry) {
        policy.removed(entry);
      }

      @Override
      public void moved(int entry) {
        policy.moved(entry);
      }

      @Override
      public int victim() {
        return policy.victim();
      }

      @Override
      public int frequency(long hash) {
        return 0;
      }

      @Override
      public void limitBytes(long bytes) {
        policy.limitBytes(bytes);
      }

      @Override
      public long memoryBytes() {
        return 0;
      }
    };
  }

  /** Returns the hit rate of a policy, and adds it to the others. */
  private static double hitRate(List<AdaptivePolicy> policies, int accesses, int size, Keys keys) {
    EvictionOrder<Entry> policy =
        new EvictionOrder<>(entries -> {
          policies.add(new AdaptivePolicy(entries));
          return policies.getLast();
        });
    policy.limitBytes(size);
    SplittableRandom random = new SplittableRandom(7);
    Map<Integer, Entry> cache = new HashMap<>();
    int hits = 0;
    for (int i = 0; i < accesses; i++) {
      int key = keys.at(random, i);
      Entry entry = cache.get(key);
      if (entry != null) {
        hits++;
        policy.accessed(entry);
        continue;
      }
      Entry fresh = new Entry(key, 1);
      cache.put(key, fresh);
      policy.admitted(fresh);
      if (cache.size() > size) {
        cache.remove(Objects.requireNonNull(policy.victim()).key);
      }
    }
    return hits / (double) accesses;
  }

  private static final class Entry extends Evictable {
    private final int key;

    Entry(int key, long bytes) {
      super(Digest.mix(0, key), bytes);
      this.key = key;
    }
  }
}
