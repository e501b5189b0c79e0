package io.nfcs.constitution;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * A log of the last violations, each with a number of its own.
 *
 * <p>Assumptions: no writer is overtaken by as many others as the log has slots; an overtaken one
 * loses its violation, not its number. Guarantees: writers never wait; a reader never gets a torn
 * violation.
 *
 * <p>A sequence lock for each slot: a writer takes the slot by a compare-and-set of its stamp,
 * writes, and sets the stamp to the violation's number; a reader accepts what it has read between
 * two equal stamps with that number. So a reader gets each violation whole or not at all, and one
 * that was recorded before its call unless it has been overwritten or is being.
 *
 * <p><b>Threads.</b> Any. <b>Allocates</b> when made, and when it is read.
 */
public final class ViolationLog {
  private static final long WRITING = -1;
  private static final long EMPTY = -2;

  private final NanoClock clock;
  private final AtomicLong next = new AtomicLong();
  private final AtomicLongArray stamps;
  private final Slot[] slots;

  /** Slot of a violation, guarded by a stamp that the reader checks before and after. */
  private static final class Slot {
    private @Nullable Policy policy;
    private String operation = "";
    private long epoch;
    private long nanos;
    private boolean isCached;
  }

  /**
   * Creates an empty log.
   *
   * @param capacity violations it holds, a power of two
   * @param clock time of the violations, in its nanoseconds
   */
  public ViolationLog(int capacity, NanoClock clock) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("capacity: " + capacity + ", allowed: powers of two");
    }
    this.clock = clock;
    stamps = new AtomicLongArray(capacity);
    slots = new Slot[capacity];
    for (int i = 0; i < capacity; i++) {
      stamps.set(i, EMPTY);
      slots[i] = new Slot();
    }
  }

  void record(Policy policy, String operation, long epoch, boolean isCached) {
    long id = next.getAndIncrement();
    int place = (int) (id & (slots.length - 1));
    long before = stamps.get(place);
    if (before == WRITING || before > id || !stamps.compareAndSet(place, before, WRITING)) {
      return;
    }
    Slot slot = slots[place];
    slot.policy = policy;
    slot.operation = operation;
    slot.epoch = epoch;
    slot.nanos = clock.nanoTime();
    slot.isCached = isCached;
    stamps.set(place, id);
  }

  /** Returns the number of violations so far, those overwritten or lost included. */
  public long count() {
    return next.get();
  }

  /** Returns the last violations in a new list, the oldest first; their ids may have gaps. */
  public List<Violation> last() {
    List<Violation> found = new ArrayList<>();
    long end = next.get();
    for (long id = Math.max(0, end - slots.length); id < end; id++) {
      Violation violation = read(id);
      if (violation != null) {
        found.add(violation);
      }
    }
    return found;
  }

  private @Nullable Violation read(long id) {
    int place = (int) (id & (slots.length - 1));
    if (stamps.get(place) != id) {
      return null;
    }
    Slot slot = slots[place];
    Policy policy = slot.policy;
    if (policy == null) {
      return null;
    }
    Violation violation =
        new Violation(id, policy, slot.operation, slot.epoch, slot.nanos, slot.isCached);
    VarHandle.loadLoadFence();
    return stamps.get(place) == id ? violation : null;
  }
}
