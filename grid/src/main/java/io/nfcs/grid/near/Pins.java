package io.nfcs.grid.near;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.agrona.collections.LongHashSet;
import org.jspecify.annotations.Nullable;

/**
 * The pins of all leases: slots for the first that come, which those who free memory look at, and
 * counts in the entries for all others. So what a change of the tier costs is bounded, however many
 * leases there are.
 *
 * <p>Leases of virtual threads are counted from the first: there may be any number of them, and
 * they must not take the slots of those that stay.
 *
 * <p><b>Threads.</b> Any; the slots have a lock of their own, since a lease may end on the
 * cleaner's thread.
 */
final class Pins {
  static final int SLOTS = 64;
  private static final int SAMPLED = 256;

  private final List<SlotPin> slots = new ArrayList<>(SLOTS);
  private final Set<CountedPin> counted = ConcurrentHashMap.newKeySet();
  private final AtomicReferenceArray<NearEntry> sampled = new AtomicReferenceArray<>(SAMPLED);
  private final Consumer<NearEntry> released;
  private volatile boolean isSampled;
  private long endedLookups;
  private long endedHits;
  private long endedMisses;
  private long leaks;

  /**
   * No pin yet.
   *
   * @param released takes a retired entry that no counted pin holds any more
   */
  Pins(Consumer<NearEntry> released) {
    this.released = released;
  }

  /** A pin of its kind for a lease of the calling thread. */
  Pin add() {
    Pin slot = Thread.currentThread().isVirtual() ? null : addSlot();
    if (slot != null) {
      return slot;
    }
    CountedPin pin = new CountedPin(this::sample, released);
    counted.add(pin);
    return pin;
  }

  /** A slot, or {@code null} if all are taken. */
  synchronized @Nullable SlotPin addSlot() {
    if (slots.size() == SLOTS) {
      return null;
    }
    SlotPin pin = new SlotPin();
    slots.add(pin);
    return pin;
  }

  /** Ends a pin; one that is still set was forgotten. */
  void remove(Pin pin) {
    boolean isForgotten = pin.isSet();
    // may ask for the tier's lock, under which others ask for this one's
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
      slots.remove(pin);
    }
  }

  /** Collects the addresses of the blocks that slots pin now. */
  synchronized void pinned(LongHashSet blocks) {
    blocks.clear();
    for (SlotPin pin : slots) {
      long block = pin.block();
      if (block != 0) {
        blocks.add(block);
      }
    }
  }

  synchronized void takeHits(Consumer<NearEntry> policy) {
    for (SlotPin pin : slots) {
      pin.takeHits(policy);
    }
    if (isSampled) {
      isSampled = false;
      for (int i = 0; i < SAMPLED; i++) {
        NearEntry hit = sampled.getAndSet(i, null);
        if (hit != null) {
          policy.accept(hit);
        }
      }
    }
  }

  /** Look-ups that found something, as far as is known without asking every lease there is. */
  synchronized long knownHits() {
    return endedHits + slots.stream().mapToLong(Pin::hits).sum();
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

  /** What the law of look-ups leaves over, pin by pin, lest one makes up for another. */
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

  private Stream<Pin> all() {
    return Stream.concat(slots.stream(), counted.stream());
  }

  private void sample(NearEntry hit) {
    int slot = (int) (Thread.currentThread().threadId() * 31 + hit.hash()) & (SAMPLED - 1);
    if (sampled.getOpaque(slot) == null) {
      sampled.setRelease(slot, hit);
      isSampled = true;
    }
  }
}
