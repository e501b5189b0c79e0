package io.nfcs.grid.near;

import io.nfcs.grid.index.BucketLayout;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pins of all leases: slots for the first leases, which every freeing of memory scans, and
 * counts in the entries for all others. So the cost of a change of the tier is bounded for any
 * number of leases.
 *
 * <p>Leases of virtual threads are counted from the first: there may be any number of them, and
 * they must not take the slots of permanent leases.
 *
 * <p><b>Threads.</b> Any; the slots have a lock of their own, since a lease may end on the
 * cleaner's thread. The array of slots is replaced under that lock and read without it. A freeing
 * thread that reads an array without a new slot has read it before the slot's first look-up could
 * pin, and that look-up then finds the entry gone. Counts of ended pins are under the lock, so that
 * a sum has each pin once.
 */
final class Pins {
  static final int SLOTS = 64;

  /** Entries that are pinned otherwise than by their own count, at most. */
  static final int MOST = SLOTS + Guards.COUNT;

  private static final int SAMPLED = 256;

  private final int segments;
  private final Set<CountedPin> counted = ConcurrentHashMap.newKeySet();
  private final AtomicLongArray sampled = new AtomicLongArray(SAMPLED);
  private final LongConsumer released;

  /** Another array when a slot comes or goes. */
  private volatile SlotPin[] slots = {};

  /** Guards; {@code null} before the first counted pin. */
  private volatile @Nullable Guards guards;

  /** For each segment, 1 if its hits may be sampled. */
  private final AtomicIntegerArray isSampled;

  private long endedLookups;
  private long endedHits;
  private long endedMisses;
  private long leaks;

  /**
   * Creates a set without pins.
   *
   * @param segments of the tier, a power of two
   * @param released receiver of the cell of a retired entry that no counted pin holds any more
   */
  Pins(int segments, LongConsumer released) {
    this.segments = segments;
    isSampled = new AtomicIntegerArray(segments);
    this.released = released;
  }

  /** Returns a pin of its kind for a lease of the calling thread. */
  Pin add() {
    Pin slot = Thread.currentThread().isVirtual() ? null : addSlot();
    if (slot != null) {
      return slot;
    }
    CountedPin pin = new CountedPin(guards(), this::sample, released);
    counted.add(pin);
    return pin;
  }

  /** Returns a slot, or {@code null} if all are taken. */
  synchronized @Nullable SlotPin addSlot() {
    SlotPin[] now = slots;
    if (now.length == SLOTS) {
      return null;
    }
    SlotPin pin = new SlotPin(segments);
    SlotPin[] more = Arrays.copyOf(now, now.length + 1);
    more[now.length] = pin;
    slots = more;
    return pin;
  }

  /** Ends a pin; one that is still set was forgotten. */
  void remove(Pin pin) {
    boolean isForgotten = pin.isSet();
    // may take the tier's lock, under which others take this one
    pin.clear();
    end(pin, isForgotten);
  }

  private synchronized void end(Pin pin, boolean isForgotten) {
    if (isForgotten) {
      leaks++;
    }
    endedLookups += pin.lookups();
    endedHits += pin.hits();
    endedMisses += pin.misses();
    if (pin instanceof CountedPin one) {
      counted.remove(one);
    } else {
      slots = Stream.of(slots).filter(slot -> slot != pin).toArray(SlotPin[]::new);
    }
  }

  /** Collects the cells that slots and guards pin now, and returns how many there are. */
  int pinned(long[] cells) {
    int count = 0;
    for (SlotPin pin : slots) {
      count = collect(pin, cells, count);
    }
    Guards some = guards;
    for (int i = 0; some != null && i < Guards.COUNT; i++) {
      count = collect(some.get(i), cells, count);
    }
    return count;
  }

  private static int collect(SlotPin pin, long[] cells, int count) {
    long cell = pin.pinned();
    if (cell == 0) {
      return count;
    }
    cells[count] = cell;
    return count + 1;
  }

  /** Takes the cells of hits of a segment; one segment's are taken by one thread at a time. */
  void takeHits(int segment, LongConsumer policy) {
    for (SlotPin pin : slots) {
      pin.takeHits(segment, policy);
    }
    if (isSampled.get(segment) != 0) {
      isSampled.set(segment, 0);
      int part = SAMPLED / segments;
      for (int i = segment * part; i < (segment + 1) * part; i++) {
        long hit = sampled.getOpaque(i) == 0 ? 0 : sampled.getAndSet(i, 0);
        if (hit != 0) {
          policy.accept(hit);
        }
      }
    }
  }

  /** Returns how many look-ups found an entry, as far as is known without asking every lease. */
  synchronized long knownHits() {
    return endedHits + Stream.of(slots).mapToLong(Pin::hits).sum();
  }

  synchronized long lookups() {
    return endedLookups + all().mapToLong(Pin::lookups).sum();
  }

  synchronized long hits() {
    return endedHits + all().mapToLong(Pin::hits).sum();
  }

  synchronized long misses() {
    return endedMisses + all().mapToLong(Pin::misses).sum();
  }

  /** Returns the residue of the law of look-ups, pin by pin, so that errors do not cancel out. */
  long residue() {
    long ended;
    List<Pin> all;
    synchronized (this) {
      ended = endedLookups - endedHits - endedMisses;
      all = all().toList();
    }
    return Math.abs(ended) + all.stream().mapToLong(pin -> Math.abs(pin.residue())).sum();
  }

  synchronized long leaks() {
    return leaks;
  }

  /**
   * Makes every thread see the pins that were cleared before. The end of a shared arena waits until
   * every thread has seen it, and with it all their writes are seen.
   */
  @SuppressWarnings("MustBeClosedChecker") // it is closed here
  static void fenceEveryThread() {
    Arena.ofShared().close();
  }

  private Stream<Pin> all() {
    return Stream.concat(Stream.of(slots), counted.stream());
  }

  private synchronized Guards guards() {
    if (guards == null) {
      guards = new Guards();
    }
    return guards;
  }

  private void sample(long hit) {
    int part = SAMPLED / segments;
    int segment = BucketLayout.print(hit) & (segments - 1);
    int slot = (int) (Thread.currentThread().threadId() * 31 + hit) & (part - 1);
    if (sampled.getOpaque(segment * part + slot) == 0) {
      sampled.setOpaque(segment * part + slot, hit);
      isSampled.set(segment, 1);
    }
  }
}
