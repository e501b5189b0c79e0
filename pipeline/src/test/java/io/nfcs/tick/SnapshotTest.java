package io.nfcs.tick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  @Test
  void shouldComeBackWithTheLastReferenceOnly() {
    try (SnapshotPool pool = new SnapshotPool(1, 4, 8)) {
      Snapshot snapshot = Objects.requireNonNull(pool.acquire());
      assertEquals(2 * 4 * 8 * 8, snapshot.memory().byteSize());
      assertNull(pool.acquire());
      snapshot.retain();
      snapshot.release();
      assertNull(pool.acquire());
      snapshot.release();
      assertSame(snapshot, pool.acquire());
    }
  }

  @Test
  void shouldNoticeAReferenceGivenBackTwice() {
    try (SnapshotPool pool = new SnapshotPool(1, 2, 2)) {
      Snapshot snapshot = Objects.requireNonNull(pool.acquire());
      snapshot.release();
      assertThrows(IllegalStateException.class, snapshot::release);
      for (int i = 0; i < 3; i++) {
        assertThrows(IllegalStateException.class, snapshot::retain);
      }
      assertThrows(IllegalStateException.class, snapshot::release);
      assertSame(snapshot, pool.acquire());
      assertNull(pool.acquire());
    }
  }

  @Test
  void shouldBelongToTheTickItIsAttachedTo() {
    try (SnapshotPool pool = new SnapshotPool(2, 2, 2)) {
      Tick tick = new Tick(RandomTicks.SHAPE);
      tick.attach(0, Objects.requireNonNull(pool.acquire()));
      tick.attach(0, Objects.requireNonNull(pool.acquire()));
      assertNotNull(pool.acquire(), "the one that was replaced is back");
      tick.releaseSnapshots();
      assertNull(tick.snapshot(0));
      assertNotNull(pool.acquire());
    }
  }
}
