package io.nfcs.grid.near;

import io.nfcs.codec.Codec;
import io.nfcs.eviction.AdaptivePolicy;
import io.nfcs.grid.index.BucketLayout;
import io.nfcs.memory.NativeMemory;
import io.nfcs.memory.SlabAllocator;
import io.nfcs.tier.EntryTimes;
import io.nfcs.tier.Tag;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Outcomes that two threads may see of the near tier, for jcstress; {@link NearStressTest} runs it.
 */
public final class NearStress {
  private static final int ABSENT = -1;
  private static final int TORN = -2;
  private static final int FIRST = 1;
  private static final int SECOND = 2;
  private static final int VALUE_BYTES = 64;
  private static final Tag[] NO_TAGS = {};
  private static final EntryTimes TIMES = new EntryTimes(0, EntryTimes.NEVER, EntryTimes.NEVER, 0);

  private NearStress() {}

  /** One tier for all states, with keys of their own each: so blocks are used again and again. */
  private static final class Shared {
    static final NearTier TIER = new NearTier(64 << 20, 1 << 20, 1, AdaptivePolicy::new, () -> 0);
    static final AtomicLong KEYS = new AtomicLong();

    private Shared() {}
  }

  private static void put(long key, int version) {
    try (NearLease lease = Shared.TIER.borrow()) {
      lease.probe().set(Codec.number(), key);
      NearEntry entry =
          Shared.TIER.reserve(
              lease.probe().key(),
              lease.probe().bytes(),
              VALUE_BYTES,
              false,
              TIMES,
              EntryTimes.NEVER,
              NO_TAGS);
      if (entry != null) {
        for (int at = 0; at < VALUE_BYTES; at += 16) {
          entry.value().set(ValueLayout.JAVA_LONG_UNALIGNED, at, key);
          entry.value().set(ValueLayout.JAVA_LONG_UNALIGNED, at + 8L, version);
        }
        Shared.TIER.publish(entry);
      }
    }
  }

  private static void remove(long key) {
    try (NearLease lease = Shared.TIER.borrow()) {
      lease.probe().set(Codec.number(), key);
      Shared.TIER.remove(lease.probe().key());
    }
  }

  /** Returns the version of a key, read twice from its memory. */
  private static int read(long key) {
    try (NearLease lease = Shared.TIER.borrow()) {
      lease.probe().set(Codec.number(), key);
      NearEntry entry = Shared.TIER.find(lease);
      if (entry == null) {
        return ABSENT;
      }
      lease.hold(entry);
      int first = version(key, lease);
      return first == version(key, lease) ? first : TORN;
    }
  }

  private static int version(long key, NearLease lease) {
    long version = lease.longAt(8);
    for (int at = 0; at < VALUE_BYTES; at += 16) {
      if (lease.longAt(at) != key || lease.longAt(at + 8L) != version) {
        return TORN;
      }
    }
    return (int) version;
  }

  /** A put of a key while it is read. */
  @JCStressTest
  @Outcome(
      id = {"1", "2"},
      expect = Expect.ACCEPTABLE,
      desc = "one of both, whole")
  @Outcome(expect = Expect.FORBIDDEN, desc = "neither")
  @State
  public static class Publish {
    private final long key = Shared.KEYS.getAndIncrement();

    /** With the first version. */
    public Publish() {
      put(key, FIRST);
    }

    /** Puts the second. */
    @Actor
    public void writer() {
      put(key, SECOND);
    }

    /** Reads. */
    @Actor
    public void reader(I_Result result) {
      result.r1 = read(key);
    }

    /** Cleans up. */
    @Arbiter
    public void end() {
      remove(key);
    }
  }

  /** A removal of a key while it is read; another takes its block. */
  @JCStressTest
  @Outcome(
      id = {"1", "-1"},
      expect = Expect.ACCEPTABLE,
      desc = "there, whole, or not there")
  @Outcome(expect = Expect.FORBIDDEN, desc = "another's")
  @State
  public static class RetireAndReuse {
    private final long key = Shared.KEYS.getAndAdd(2);

    /** With the key. */
    public RetireAndReuse() {
      put(key, FIRST);
    }

    /** Removes, and has the block used again. */
    @Actor
    public void writer() {
      remove(key);
      put(key + 1, SECOND);
    }

    /** Reads. */
    @Actor
    public void reader(I_Result result) {
      result.r1 = read(key);
    }

    /** Cleans up. */
    @Arbiter
    public void end() {
      remove(key + 1);
    }
  }

  /** A split of a bucket during a look-up of a key that moves or stays. */
  @JCStressTest
  @Outcome(
      id = {"1", "0"},
      expect = Expect.ACCEPTABLE,
      desc = "found, or to be found by lock")
  @Outcome(expect = Expect.FORBIDDEN, desc = "missed")
  @State
  public static class Growth {
    private static final SlabAllocator SLABS = new SlabAllocator(1 << 20, 256 << 10);
    private static final int[] BLOCKS =
        IntStream.rangeClosed(0, BucketLayout.MOST_USED).map(Growth::block).toArray();
    private static final AtomicLong STATES = new AtomicLong();

    private final EntryIndex index = new EntryIndex(SLABS.addresses());
    private final int wanted = (int) (STATES.getAndIncrement() % BucketLayout.MOST_USED);
    private final KeyProbe probe = new KeyProbe(1);
    private final SlotPin pin = new SlotPin(1);

    /** With a bucket that is full. */
    public Growth() {
      for (int i = 0; i < BucketLayout.MOST_USED; i++) {
        index.put(hash(i), BLOCKS[i]);
      }
      probe.set(Codec.number(), (long) wanted);
    }

    private static long hash(long key) {
      KeyProbe of = new KeyProbe(1);
      of.set(Codec.number(), key);
      return of.hash();
    }

    private static int block(int key) {
      int block = SLABS.allocate(EntryLayout.bytes(0, Long.BYTES, 0));
      long entry = SLABS.addresses().of(block);
      EntryLayout.write(entry, 0, hash(key), Long.BYTES, 0, TIMES, EntryTimes.NEVER, TagSets.NONE);
      NativeMemory.putLong(EntryLayout.key(entry), key);
      return block;
    }

    /** Splits. */
    @Actor
    public void writer() {
      index.makeRoom(BucketLayout.print(hash(BucketLayout.MOST_USED)));
      index.put(hash(BucketLayout.MOST_USED), BLOCKS[BucketLayout.MOST_USED]);
    }

    /** Looks for a key that is there all the time. */
    @Actor
    public void reader(I_Result result) {
      long found = index.find(probe.hash(), probe, pin);
      if (found == EntryIndex.BUSY) {
        result.r1 = 0;
      } else {
        result.r1 = found == SLABS.addresses().of(BLOCKS[wanted]) ? FIRST : ABSENT;
      }
    }
  }
}
