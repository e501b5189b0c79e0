package io.nfcs.grid.near;

import io.nfcs.cache.Lease;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * A lease on entries of the near tier, or on a value of its own where the tier has no room for it.
 *
 * <p><b>Threads.</b> One at a time.
 */
public final class NearLease extends Lease {
  private static final Cleaner CLEANER = Cleaner.create(work -> daemon(work, "nfcs-lease-cleaner"));

  private final Pin pin;
  private final KeyProbe probe;
  private final NanoClock clock;
  private final Cleaner.Cleanable end;

  /** Keeps a value that is in no tier's memory. */
  private @Nullable MemorySegment copy;

  NearLease(Pin pin, KeyProbe probe, NanoClock clock, Runnable onEnd) {
    this.pin = pin;
    this.probe = probe;
    this.clock = clock;
    // the action must not know the lease, or it would never become unreachable
    end = CLEANER.register(this, onEnd);
  }

  /** The key that this lease looks up. */
  public KeyProbe probe() {
    return probe;
  }

  /** Holds an entry that it has pinned. */
  public void hold(NearEntry entry) {
    hold(entry.address, entry.valueBytes(), entry.loadedNanos);
  }

  /** Holds a value that is in no tier's memory. */
  public void hold(byte[] value, long loadedAtNanos) {
    MemorySegment memory = Arena.ofAuto().allocate(Math.max(1, value.length), Long.BYTES);
    copy = memory.copyFrom(MemorySegment.ofArray(value));
    hold(copy.address(), value.length, loadedAtNanos);
  }

  /** Lets an entry go that is pinned and not held. */
  public void drop() {
    pin.clear();
  }

  /** Counts a look-up that an entry answers. */
  public void countHit(NearEntry entry) {
    pin.countHit(entry);
  }

  /** Counts a look-up that near cannot answer. */
  public void countMiss() {
    pin.countMiss();
  }

  /** Look-ups so far. */
  public long lookups() {
    return pin.lookups();
  }

  Pin pin() {
    return pin;
  }

  @Override
  protected long nanoTime() {
    return clock.nanoTime();
  }

  @Override
  protected void unpin() {
    pin.clear();
    if (copy != null) {
      copy = null;
    }
  }

  @Override
  public void close() {
    release();
    end.clean();
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
