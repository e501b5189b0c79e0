package io.nfcs.grid.near;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class PinsTest {
  private final Pins pins = new Pins(1, cell -> {});

  @Test
  void shouldCountTheLeasesThatFindNoSlot() {
    List<Pin> taken = new ArrayList<>();
    for (int i = 0; i < Pins.SLOTS; i++) {
      Pin pin = pins.add();
      assertInstanceOf(SlotPin.class, pin);
      taken.add(pin);
    }
    assertInstanceOf(CountedPin.class, pins.add());
    assertNull(pins.addSlot());
    pins.remove(taken.getFirst());
    assertInstanceOf(SlotPin.class, pins.add());
  }

  @Test
  void shouldCountTheLeasesOfVirtualThreads() throws Exception {
    for (int i = 0; i < 10 * Pins.SLOTS; i++) {
      FutureTask<Pin> task = new FutureTask<>(pins::add);
      Thread.ofVirtual().start(task);
      assertInstanceOf(CountedPin.class, task.get());
    }
    assertNotNull(pins.addSlot());
  }

  @Test
  void shouldTellAMiscountOfAnyPin() {
    Pin wrong = pins.add();
    for (int i = 0; i < 2 * Pins.SLOTS; i++) {
      wrong = pins.add();
    }
    for (long by : new long[] {1, -1}) {
      wrong.lookups += by;
      assertEquals(1, pins.residue());
      wrong.lookups -= by;
      wrong.hits += by;
      assertEquals(1, pins.residue());
      wrong.hits -= by;
      wrong.misses += by;
      assertEquals(1, pins.residue());
      wrong.misses -= by;
      assertEquals(0, pins.residue());
    }
    wrong.countMiss();
    pins.remove(wrong);
    assertEquals(1, pins.residue());
    Pin opposite = pins.add();
    opposite.countLookup();
    assertEquals(2, pins.residue(), "one does not make up for another");
  }

  @Test
  void shouldSumTheCountsOfAllThereAreAndWere() {
    List<Pin> all = new ArrayList<>();
    for (int i = 0; i < 2 * Pins.SLOTS; i++) {
      Pin pin = pins.add();
      pin.countLookup();
      pin.countMiss();
      pin.countLookup();
      pin.countMiss();
      all.add(pin);
    }
    assertEquals(4 * Pins.SLOTS, pins.lookups());
    assertEquals(4 * Pins.SLOTS, pins.misses());
    assertEquals(0, pins.residue());
    all.forEach(pins::remove);
    assertEquals(0, pins.residue());
    assertEquals(4 * Pins.SLOTS, pins.lookups());
    assertEquals(4 * Pins.SLOTS, pins.misses());
    assertEquals(0, pins.leaks());
  }
}
