package io.nfcs.grid.near;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.collections.LongHashSet;

/**
 * The pins of all leases.
 *
 * <p><b>Threads.</b> Any; the list has a lock of its own, since a lease may end on the cleaner's
 * thread.
 */
final class Pins {
  private final List<Pin> pins = new ArrayList<>();
  private long endedLookups;
  private long endedHits;
  private long endedMisses;
  private long leaks;

  synchronized Pin add() {
    Pin pin = new Pin();
    pins.add(pin);
    return pin;
  }

  /** Ends a pin; one that is still set was forgotten. */
  synchronized void remove(Pin pin) {
    if (pin.block() != 0) {
      leaks++;
      pin.clear();
    }
    endedLookups += pin.lookups();
    endedHits += pin.hits();
    endedMisses += pin.misses();
    pins.remove(pin);
  }

  /** Collects the addresses of the blocks that are pinned now. */
  synchronized void pinned(LongHashSet blocks) {
    blocks.clear();
    for (Pin pin : pins) {
      blocks.add(pin.block());
    }
  }

  synchronized void takeHits(Consumer<NearEntry> policy) {
    for (Pin pin : pins) {
      for (int slot = 0; slot < Pin.hitSlots(); slot++) {
        NearEntry hit = pin.takeHit(slot);
        if (hit != null) {
          policy.accept(hit);
        }
      }
    }
  }

  synchronized long lookups() {
    return endedLookups + pins.stream().mapToLong(Pin::lookups).sum();
  }

  synchronized long hits() {
    return endedHits + pins.stream().mapToLong(Pin::hits).sum();
  }

  synchronized long misses() {
    return endedMisses + pins.stream().mapToLong(Pin::misses).sum();
  }

  /** What the law of look-ups leaves over, pin by pin, lest one makes up for another. */
  synchronized long residue() {
    long ended = endedLookups - endedHits - endedMisses;
    return Math.abs(ended) + pins.stream().mapToLong(pin -> Math.abs(pin.residue())).sum();
  }

  synchronized long leaks() {
    return leaks;
  }
}
