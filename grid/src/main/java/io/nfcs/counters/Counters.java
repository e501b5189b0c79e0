package io.nfcs.counters;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

/**
 * The values of all {@link CounterId}s.
 *
 * <p><b>Threads.</b> Any; counting is wait-free, and each counter is exact. Two counters are read
 * one after the other, so a sum of several may be off by what was counted in between; see {@link
 * Law}. <b>Allocates</b> only when made.
 */
public final class Counters {
  private final Map<CounterId, AtomicCounter> counters = new EnumMap<>(CounterId.class);

  /** Creates counters at 0. */
  public Counters() {
    int count = CounterId.values().length;
    CountersManager manager =
        new CountersManager(
            direct(count * CountersReader.METADATA_LENGTH),
            direct(count * CountersReader.COUNTER_LENGTH));
    for (CounterId id : CounterId.values()) {
      counters.put(id, manager.newCounter(id.label()));
    }
  }

  /** Counts one event. */
  public void increment(CounterId id) {
    counter(id).increment();
  }

  /** Counts {@code events} events. */
  public void add(CounterId id, long events) {
    counter(id).getAndAdd(events);
  }

  /** Returns the number of events so far. */
  public long value(CounterId id) {
    return counter(id).get();
  }

  /**
   * Returns how many ticks of the journal, of this run and earlier ones, are not in the tables yet.
   */
  public long storeLag() {
    long stored = value(CounterId.TICKS_STORED);
    // a tick may be stored before it is counted as journalled
    return Math.max(0, value(CounterId.TICKS_BACKLOG) + value(CounterId.TICKS_JOURNALLED) - stored);
  }

  private AtomicCounter counter(CounterId id) {
    AtomicCounter counter = counters.get(id);
    if (counter == null) {
      throw new AssertionError(id);
    }
    return counter;
  }

  private static UnsafeBuffer direct(int bytes) {
    return new UnsafeBuffer(ByteBuffer.allocateDirect(bytes));
  }
}
