package io.nfcs.grid.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.tier.EntryTimes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The timer wheel beside a map of times: no entry dies too early or too late. */
@Timeout(60)
class TimerWheelTest {
  private static final long SLOT_NANOS = 1L << 24;

  private final Fields entries = new Fields();
  private final Map<Integer, Long> deadNanos = new HashMap<>();

  @ParameterizedTest
  @ValueSource(longs = {0, -5_000_000_000L, Long.MAX_VALUE - 1_000_000_000_000L})
  void shouldTakeOutWhatIsDeadAndNothingElse(long start) {
    long seed = 3;
    SplittableRandom random = new SplittableRandom(seed);
    TimerWheel expiry = new TimerWheel(entries, start);
    long now = start;
    for (int step = 0; step < 40_000; step++) {
      int dice = random.nextInt(10);
      if (dice < 6) {
        // from a millisecond to a century, some that are dead already
        long after = (1L << random.nextInt(62)) + random.nextInt(1 << 30) - (1 << 29);
        add(expiry, now + after);
      } else if (dice < 8 && !deadNanos.isEmpty()) {
        int block = deadNanos.keySet().iterator().next();
        expiry.remove(block);
        forget(block);
      } else {
        now += 1L << random.nextInt(dice == 9 ? 45 : 30);
        takeDue(expiry, now, "seed " + seed + ", step " + step);
      }
    }
    takeDue(expiry, now + Long.MAX_VALUE / 2, "at the end");
    assertTrue(deadNanos.size() < 2000, deadNanos.size() + " that die in the far future");
  }

  @Test
  void shouldTakeOutManyOfOneTimeInParts() {
    TimerWheel expiry = new TimerWheel(entries, 0);
    for (int i = 0; i < 50_000; i++) {
      add(expiry, 3_600_000_000_000L);
    }
    long now = 3_600_000_000_000L + SLOT_NANOS;
    int calls = 0;
    while (!deadNanos.isEmpty()) {
      int before = deadNanos.size();
      expiry.due(now, this::forget);
      assertTrue(before - deadNanos.size() <= 10_000, "at once");
      calls++;
      assertTrue(calls < 50, deadNanos.size() + " left");
    }
  }

  @Test
  void shouldNotKnowWhatNeverDies() {
    TimerWheel expiry = new TimerWheel(entries, 0);
    add(expiry, EntryTimes.NEVER);
    expiry.due(Long.MAX_VALUE / 2, this::forget);
    assertEquals(1, deadNanos.size());
  }

  private void takeDue(TimerWheel expiry, long now, String where) {
    Set<Integer> taken = new HashSet<>();
    expiry.due(
        now,
        block -> {
          assertTrue(
              now - deadNanos.getOrDefault(block, Long.MAX_VALUE) >= 0, where + ": too early");
          taken.add(block);
        });
    deadNanos.forEach((block, dead) ->
        assertTrue(
            taken.contains(block) || now - dead < 2 * SLOT_NANOS,
            () -> where + ": late by " + (now - dead)));
    taken.forEach(this::forget);
  }

  @Test
  void shouldFollowEntriesThatMove() {
    long seed = 5;
    SplittableRandom random = new SplittableRandom(seed);
    TimerWheel expiry = new TimerWheel(entries, 0);
    for (int i = 0; i < 2000; i++) {
      add(expiry, 1L << random.nextInt(40));
    }
    for (int entry = 1; entry <= 2000; entry += 1 + random.nextInt(3)) {
      int to = entries.copy(entry);
      expiry.moved(to);
      deadNanos.put(to, deadNanos.remove(entry));
    }
    for (long now = 1; now <= 1L << 41; now *= 2) {
      takeDue(expiry, now, "seed " + seed + ", time " + now);
    }
    assertEquals(Map.of(), deadNanos);
  }

  private void add(TimerWheel expiry, long dead) {
    int entry = entries.add(dead);
    expiry.add(entry);
    deadNanos.put(entry, dead);
  }

  private void forget(int entry) {
    deadNanos.remove(entry);
  }

  /** Entries that are nothing but a time. */
  private static final class Fields implements Mortals {
    private final List<long[]> rows = new ArrayList<>(List.of(new long[0]));

    int add(long dead) {
      rows.add(new long[] {dead, 0, -1, -1});
      return rows.size() - 1;
    }

    int copy(int entry) {
      rows.add(rows.get(entry));
      rows.set(entry, new long[0]);
      return rows.size() - 1;
    }

    @Override
    public long deadNanos(int entry) {
      return rows.get(entry)[0];
    }

    @Override
    public int timerSlot(int entry) {
      return (int) rows.get(entry)[1];
    }

    @Override
    public void timerSlot(int entry, int slot) {
      rows.get(entry)[1] = slot;
    }

    @Override
    public int timerNext(int entry) {
      return (int) rows.get(entry)[2];
    }

    @Override
    public void timerNext(int entry, int other) {
      rows.get(entry)[2] = other;
    }

    @Override
    public int timerPrevious(int entry) {
      return (int) rows.get(entry)[3];
    }

    @Override
    public void timerPrevious(int entry, int other) {
      rows.get(entry)[3] = other;
    }
  }
}
