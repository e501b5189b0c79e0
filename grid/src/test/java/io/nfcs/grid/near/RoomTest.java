package io.nfcs.grid.near;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.codec.Codec;
import io.nfcs.eviction.AdaptivePolicy;
import io.nfcs.grid.near.NearTier.PutResult;
import io.nfcs.tier.EntryTimes;
import io.nfcs.tier.Tag;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large values that have room only when small ones are evicted. */
class RoomTest {
  private static final long LIMIT = 4 << 20;
  private static final int SLAB = 256 << 10;
  private static final int SMALL = 400;
  private static final int LARGE = SLAB - 100;

  private final NearTier tier = new NearTier(LIMIT, SLAB, 1, AdaptivePolicy::new, () -> 1);
  private final List<NearLease> leases = new ArrayList<>();

  @AfterEach
  void close() {
    leases.forEach(NearLease::close);
    tier.close();
  }

  /** Pins by slots, and more pins, of which most are counted in the entries. */
  @ParameterizedTest
  @ValueSource(ints = {300, 40})
  void shouldEvictNoMoreThanASlabInVainWhereLeasesLeaveNoPieceLargeEnough(int apart) {
    fill();
    lease(apart);
    long before = entries();
    assertEquals(PutResult.NO_ROOM, put(-1, LARGE));
    assertTrue(entries() >= before - (SLAB + LARGE) / SMALL, before + " " + entries());
    long after = entries();
    for (int i = 0; i < 10; i++) {
      assertEquals(PutResult.NO_ROOM, put(-1 - i, LARGE));
    }
    assertEquals(after, entries(), "nothing more goes in vain");
    assertEquals(11, tier.statistics().withoutRoom());
    leases.forEach(NearLease::close);
    assertEquals(PutResult.KEPT, put(-1, LARGE));
    assertTrue(entries() >= after - SLAB / SMALL, after + " " + entries());
  }

  @Test
  void shouldEmptyTheSlabThatNobodyReads() {
    fill();
    List<Long> kept = keys();
    for (int i = 0; i < kept.size() - 3 * SLAB / SMALL; i += 100) {
      lease(kept.get(i));
    }
    assertEquals(PutResult.KEPT, put(-1, LARGE));
    assertTrue(find(-1));
  }

  private void fill() {
    long key = 0;
    while (tier.statistics().evictions() == 0) {
      put(key++, SMALL);
    }
  }

  private long entries() {
    return tier.statistics().entries();
  }

  /** Returns the present keys, the latest last. */
  private List<Long> keys() {
    List<Long> keys = new ArrayList<>();
    for (long key = 0; key < 2 * LIMIT / SMALL; key++) {
      if (find(key)) {
        keys.add(key);
      }
    }
    return keys;
  }

  private void lease(int apart) {
    List<Long> kept = keys();
    for (int i = 0; i < kept.size(); i += apart) {
      lease(kept.get(i));
    }
  }

  private void lease(long key) {
    NearLease lease = tier.lease(Origins.NONE);
    lease.probe().set(Codec.number(), key);
    NearEntry entry = tier.find(lease);
    if (entry != null) {
      lease.hold(entry);
      leases.add(lease);
    }
  }

  private boolean find(long key) {
    try (NearLease lease = tier.borrow()) {
      lease.probe().set(Codec.number(), key);
      return tier.find(lease) != null;
    }
  }

  private PutResult put(long key, int bytes) {
    try (NearLease lease = tier.borrow()) {
      lease.probe().set(Codec.number(), key);
      EntryTimes times = new EntryTimes(1, EntryTimes.NEVER, EntryTimes.NEVER, 0);
      return tier.put(
          lease.probe().key().copy(),
          lease.probe().toArray(),
          new byte[bytes],
          times,
          EntryTimes.NEVER,
          new Tag[0]);
    }
  }
}
