package io.nfcs.grid.near;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Slots that counted pins borrow: an entry's own count may only be touched while it is certain that
 * the entry is there.
 *
 * <p><b>Threads.</b> Any. A guard is held for the few steps of one look-up; a look-up that finds
 * none free waits for one. {@code taken} hands a guard from one thread to the next: it is cleared
 * before it is given back, and given back by a volatile write.
 */
final class Guards {
  static final int COUNT = 16;
  private static final long WAIT_NANOS = 1000;

  private final SlotPin[] guards = new SlotPin[COUNT];
  private final AtomicIntegerArray taken = new AtomicIntegerArray(COUNT);

  Guards() {
    for (int i = 0; i < COUNT; i++) {
      guards[i] = new SlotPin(1);
    }
  }

  /** Takes a guard and returns its number. */
  int take() {
    for (int at = (int) Thread.currentThread().threadId(); ; at++) {
      int number = at & (COUNT - 1);
      if (taken.get(number) == 0 && taken.compareAndSet(number, 0, 1)) {
        return number;
      }
      if (number == 0) {
        LockSupport.parkNanos(WAIT_NANOS);
      }
    }
  }

  SlotPin get(int number) {
    return guards[number];
  }

  /** Gives a guard back; it pins nothing any more. */
  void give(int number) {
    guards[number].clear();
    taken.set(number, 0);
  }
}
