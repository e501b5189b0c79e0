package io.nfcs.grid.near;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.codec.Codec;
import io.nfcs.eviction.AdaptivePolicy;
import io.nfcs.tier.EntryTimes;
import io.nfcs.tier.Tag;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The tier beside a simple model, with as many threads as it likes: each key is put and removed by
 * one thread alone, which so knows the possible versions, and read by all.
 *
 * <p>A value is its key and its version, over and over. Of a key a reader sees no version that was
 * removed or replaced before it looked, none that is to come, and no byte of another; what a lease
 * holds stays as it is, however long. An entry may go for lack of room at any time.
 *
 * <p>{@code -Dnfcs.near.operations} says how many operations there are in all.
 */
@Timeout(1200)
class NearModelTest {
  private static final int THREADS = 8;
  private static final int KEYS = 40_000;
  private static final int TAGS = 16;
  private static final long OPERATIONS = Long.getLong("nfcs.near.operations", 400_000);
  private static final long SEED = Long.getLong("nfcs.seed", 20_261_130L);

  private final AtomicLong now = new AtomicLong(1);
  private final NearTier tier = new NearTier(32 << 20, 256 << 10, 1, AdaptivePolicy::new, now::get);

  /** For each key, the least and the greatest version that a reader which begins now may see. */
  private final AtomicLongArray least = new AtomicLongArray(KEYS);

  private final AtomicLongArray most = new AtomicLongArray(KEYS);
  private final Tag[] tags =
      IntStream.range(0, TAGS).mapToObj(i -> new Tag("tag" + i)).toArray(Tag[]::new);
  private final AtomicLong invalidations = new AtomicLong();

  @Test
  void shouldShowWhatTheModelAllows() throws Exception {
    System.err.println("near model: seed " + SEED + ", " + OPERATIONS + " operations");
    try (ExecutorService threads =
        Executors.newFixedThreadPool(THREADS, Thread.ofPlatform().factory())) {
      List<Future<?>> work = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int own = thread;
        work.add(threads.submit(() -> new User(own).work(OPERATIONS / THREADS)));
      }
      for (Future<?> each : work) {
        each.get();
      }
    }
    tier.maintain();
    Set<Long> seen = new HashSet<>();
    tier.forEach(entry -> assertTrue(seen.add(entry.hash()), "a key twice"));
    NearStatistics statistics = tier.statistics();
    assertEquals(statistics.entries(), seen.size());
    assertEquals(0, statistics.retired());
    assertEquals(0, statistics.leaks());
    assertEquals(0, tier.residue());
    assertTrue(statistics.evictions() > 0 && statistics.expirations() > 0, statistics.toString());
    tier.close();
    assertEquals(0, tier.statistics().usedBytes());
    assertEquals(0, tier.statistics().heldBytes());
  }

  /** A thread, with the keys that are equal to it modulo the number of threads. */
  private final class User {
    private final int own;
    private final SplittableRandom random;
    private final List<Held> held = new ArrayList<>();
    private final NearLease lease = tier.lease(Origins.NONE);
    private long versions;

    User(int own) {
      this.own = own;
      random = new SplittableRandom(SEED + own);
    }

    void work(long operations) {
      for (long i = 0; i < operations; i++) {
        step();
      }
      held.forEach(Held::end);
      lease.close();
    }

    private void step() {
      int dice = random.nextInt(1000);
      if (dice < 450) {
        read(random.nextInt(KEYS));
      } else if (dice < 850) {
        put(ownKey());
      } else if (dice < 930) {
        remove(ownKey());
      } else if (dice < 970) {
        hold(random.nextInt(KEYS));
      } else if (dice < 990) {
        invalidate();
      } else if (dice < 998) {
        now.addAndGet(random.nextLong(1L << 28));
        tier.maintain();
      } else if (random.nextInt(100) == 0) {
        tier.limitBytes((long) (8 + random.nextInt(25)) << 20);
      } else if (random.nextInt(1000) == 0) {
        tier.clear();
      }
    }

    private int ownKey() {
      // few keys often and all sometimes, so that the index grows and entries are replaced
      int range = random.nextInt(4) == 0 ? KEYS : KEYS / 16;
      return random.nextInt(range / THREADS) * THREADS + own;
    }

    private void put(int key) {
      long version = ++versions;
      Tag[] some = random.nextInt(4) == 0 ? new Tag[] {tags[0]} : tagsOf(key);
      long stamp = invalidations.get();
      long dead = random.nextInt(8) == 0 ? now.get() + (1L << 27) : EntryTimes.NEVER;
      lease.probe().set(Codec.number(), (long) key);
      NearEntry entry =
          tier.reserve(
              lease.probe().key(),
              lease.probe().bytes(),
              16L * (1 + random.nextInt(random.nextInt(50) == 0 ? 2000 : 30)),
              false,
              new EntryTimes(now.get(), dead, dead, stamp),
              dead,
              some);
      if (entry == null) {
        remove(key);
        return;
      }
      MemorySegment value = entry.value();
      for (long at = 0; at < value.byteSize(); at += 16) {
        value.set(ValueLayout.JAVA_LONG_UNALIGNED, at, key);
        value.set(ValueLayout.JAVA_LONG_UNALIGNED, at + 8, version);
      }
      if (random.nextInt(50) == 0) {
        tier.abandon(entry);
        return;
      }
      most.set(key, version);
      tier.publish(entry);
      least.set(key, version);
    }

    private void remove(int key) {
      lease.probe().set(Codec.number(), (long) key);
      tier.remove(lease.probe().key().copy());
      // versions only grow: none of before may be seen
      least.set(key, ++versions);
      assertFalse(find(key, lease), "a key that was removed");
    }

    private void read(int key) {
      long from = least.get(key);
      if (find(key, lease)) {
        check(lease, key, from);
        lease.release();
      }
    }

    private void hold(int key) {
      if (held.size() > 20) {
        held.remove(random.nextInt(held.size())).end();
      }
      NearLease another = tier.lease(Origins.NONE);
      long from = least.get(key);
      if (find(key, another)) {
        held.add(new Held(another, key, check(another, key, from)));
      } else {
        another.close();
      }
    }

    private void invalidate() {
      Tag tag = tags[1 + random.nextInt(TAGS - 1)];
      tag.invalidate(invalidations.incrementAndGet());
      int key = random.nextInt(KEYS);
      long number = tag.invalidated();
      lease.probe().set(Codec.number(), (long) key);
      NearEntry entry = tier.find(lease);
      if (entry != null) {
        boolean isTagged = List.of(entry.tags()).contains(tag);
        assertTrue(
            !isTagged || entry.times().stamp() >= number || entry.isInvalid(), "not invalidated");
        lease.drop();
      }
    }

    private Tag[] tagsOf(int key) {
      return new Tag[] {tags[1 + key % (TAGS - 1)], tags[0]};
    }
  }

  private boolean find(int key, NearLease lease) {
    lease.release();
    lease.probe().set(Codec.number(), (long) key);
    lease.countLookup();
    NearEntry entry = tier.find(lease);
    if (entry == null) {
      lease.countMiss();
      return false;
    }
    lease.countHit();
    assertEquals(key, entry.keyBytes().get(ValueLayout.JAVA_LONG_UNALIGNED, 0));
    lease.hold(entry);
    return true;
  }

  /** Checks a value, and returns its version. */
  private long check(NearLease lease, int key, long from) {
    long version = lease.longAt(8);
    for (long at = 0; at < lease.sizeBytes(); at += 16) {
      assertEquals(key, lease.longAt(at), "another key's");
      assertEquals(version, lease.longAt(at + 8), "torn");
    }
    assertTrue(version >= from, () -> "version " + version + " after " + from + " was put");
    assertTrue(version <= most.get(key), () -> "version " + version + " is to come");
    return version;
  }

  /** A value that is held for long. */
  private final class Held {
    private final NearLease lease;
    private final int key;
    private final long version;

    Held(NearLease lease, int key, long version) {
      this.lease = lease;
      this.key = key;
      this.version = version;
    }

    void end() {
      assertEquals(version, check(lease, key, version));
      lease.close();
    }
  }
}
