package io.nfcs.grid.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.cache.Tag;
import io.nfcs.table.Register;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InvalidationsTest {
  private final Map<String, Register> registers = new ConcurrentHashMap<>();

  @Test
  void shouldForgetTagsThatNoEntryHas() {
    Invalidations invalidations = invalidations(this::register, names -> new long[names.size()]);
    Tag[] held = invalidations.tags(List.of("held"));
    for (int i = 0; i < 30_000; i++) {
      invalidations.invalidate(invalidations.tag("dead " + i));
    }
    awaitKnown(invalidations, 10_000);
    assertSame(held[1], invalidations.tag("held"), "what is held is the one of its name");
    assertTrue(invalidations.tag("dead 7").invalidated() > 0, "its number is remembered");
  }

  @Test
  void shouldNotForgetThatATagWasInvalidatedWhereNothingIsDurable() {
    Invalidations invalidations =
        invalidations(new VolatileRegisters(), names -> new long[names.size()]);
    long before = invalidations.stamp();
    for (int i = 0; i < 30_000; i++) {
      invalidations.invalidate(invalidations.tag("dead " + i));
    }
    awaitKnown(invalidations, 10_000);
    for (int i = 0; i < 30_000; i += 1000) {
      assertTrue(invalidations.tag("dead " + i).hasOvertaken(before), "a load that comes late");
    }
    assertFalse(
        invalidations.tag("never invalidated").hasOvertaken(invalidations.stamp()), "what is new");
  }

  @Test
  void shouldAskForTheTagsOfAnEntryTogether() {
    List<List<String>> asked = new ArrayList<>();
    Invalidations invalidations =
        invalidations(
            this::register,
            names -> {
              asked.add(List.copyOf(names));
              long[] numbers = new long[names.size()];
              Arrays.fill(numbers, 7);
              return numbers;
            });
    asked.clear();
    Tag[] tags = invalidations.tags(List.of("a", "b", "c"));
    assertEquals(List.of(List.of("a", "b", "c")), asked);
    assertEquals(7, tags[3].invalidated());
  }

  @Test
  void shouldRememberLongNamesByTheirDigest() {
    String name = "x".repeat(1 << 20);
    assertEquals(33, Invalidations.storedName(name).length());
    assertEquals(Invalidations.storedName(name), Invalidations.storedName(name));
    assertNotEquals(Invalidations.storedName(name), Invalidations.storedName(name + 'x'));
    assertEquals("short", Invalidations.storedName("short"));
    Invalidations invalidations = invalidations(this::register, names -> new long[names.size()]);
    invalidations.invalidate(invalidations.tag(name));
    Invalidations later = invalidations(this::register, names -> new long[names.size()]);
    assertTrue(later.tag(name).invalidated() > 0);
  }

  private static Invalidations invalidations(
      Function<String, Register> registers, Function<List<String>, long[]> shared) {
    return new Invalidations(registers, shared, 0);
  }

  private Register register(String name) {
    return registers.computeIfAbsent(name, first -> new VolatileRegister());
  }

  private static void awaitKnown(Invalidations invalidations, int most) {
    while (invalidations.known() > most) {
      assertFalse(Thread.currentThread().isInterrupted(), "never forgotten");
      System.gc();
    }
  }
}
