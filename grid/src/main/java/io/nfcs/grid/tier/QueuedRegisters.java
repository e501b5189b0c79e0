package io.nfcs.grid.tier;

import io.nfcs.cache.TickThread;
import io.nfcs.table.Register;
import java.util.function.Function;

/**
 * Registers of a cache that a {@link TickThread} never waits for, like {@link QueuedTier} for
 * tiers: a new value counts at once and is written soon after. A value that cannot be written now
 * is written later; until then a note says so.
 *
 * <p><b>Threads.</b> Any.
 */
final class QueuedRegisters implements Function<String, Register>, AutoCloseable {
  private final Function<String, Register> registers;
  private final Aside.Questions questions;
  private final LaterChanges<String, Value> changes;
  private volatile boolean isQueued;

  /** The pending value of a register. */
  private record Value(long value) {}

  QueuedRegisters(
      String cache,
      Function<String, Register> registers,
      Aside aside,
      long tickNanos,
      Unsettled unsettled) {
    this.registers = registers;
    String place = "registers of cache " + cache;
    questions = aside.new Questions(place, tickNanos);
    changes = new LaterChanges<>(place, new Written(), aside, unsettled);
  }

  /** Defers all writes from now on. */
  void expectTicks() {
    isQueued = true;
  }

  @Override
  public Register apply(String name) {
    return new Register() {
      @Override
      public long get(long absent) {
        return value(name, absent);
      }

      @Override
      public void set(long value) {
        put(name, value);
      }
    };
  }

  @Override
  public void close() {
    changes.close();
  }

  private long value(String name, long absent) {
    Value waiting = changes.isEmpty() ? null : changes.find(name);
    if (waiting != null) {
      return waiting.value;
    }
    if (!TickThread.isCurrent()) {
      return registers.apply(name).get(absent);
    }
    isQueued = true;
    return questions.ask(() -> registers.apply(name).get(absent));
  }

  private void put(String name, long value) {
    if (TickThread.isCurrent()) {
      isQueued = true;
    }
    // a queued value must not be written over the present one
    if (!isQueued && changes.isEmpty()) {
      try {
        registers.apply(name).set(value);
        return;
      } catch (RuntimeException later) {
        // the value counts in this process nevertheless
      }
    }
    changes.put(name, new Value(value));
  }

  private final class Written implements LaterChanges.Target<String, Value> {
    @Override
    public void apply(String name, Value value) {
      registers.apply(name).set(value.value);
    }

    @Override
    public Value failed(String name, Value value, RuntimeException failure) {
      return value;
    }
  }
}
