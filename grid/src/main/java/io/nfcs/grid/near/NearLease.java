package io.nfcs.grid.near;

import io.nfcs.cache.Lease;
import io.nfcs.cache.Provenance;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * A lease on entries of the near tier, or on a value of its own where the tier has no room for it.
 *
 * <p><b>Threads.</b> As every lease; a shared one belongs to the thread that has taken it, by a
 * compare-and-set of {@code isTaken}, until {@link #close}, which writes it last: so the next
 * thread sees all fields as the one before has left them.
 *
 * <p>{@link #close} by another thread is ordered against {@link #enter(NearTier)} by a full fence
 * on each side: either the look-up sees that the lease is closed, or the closing thread sees that
 * it is in use and leaves its end to the cleaner.
 */
public final class NearLease extends Lease {
  private static final Cleaner CLEANER = Cleaner.create(work -> daemon(work, "nfcs-lease-cleaner"));
  private static final VarHandle TAKEN;

  static {
    try {
      TAKEN = MethodHandles.lookup().findVarHandle(NearLease.class, "isTaken", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final NearTier tier;
  private final Pin pin;
  private final KeyProbe probe;
  private final NearEntry entry;
  private final Origins origins;
  private final NanoClock clock;

  /** Ends the pin; none if all have the lease in common: it lasts as long as its tier. */
  private final Cleaner.@Nullable Cleanable end;

  /** Whether a shared lease is in use. */
  private volatile boolean isTaken;

  /** The tier until the lease is closed; one that another thread closes may look up once more. */
  private @Nullable NearTier open;

  NearLease(
      NearTier tier,
      Pin pin,
      KeyProbe probe,
      NearEntry entry,
      Origins origins,
      NanoClock clock,
      @Nullable Runnable onEnd) {
    this.tier = tier;
    open = tier;
    this.pin = pin;
    this.probe = probe;
    this.entry = entry;
    this.origins = origins;
    this.clock = clock;
    // the action must not know the lease, or it would never become unreachable
    end = onEnd == null ? null : CLEANER.register(this, onEnd);
  }

  /**
   * Begins a look-up in a tier by the calling thread.
   *
   * @return whether it is a lease of that tier, and not closed
   * @throws IllegalArgumentException if the lease is another thread's, which has not ended
   */
  public boolean enter(NearTier in) {
    if (open != in) {
      return false;
    }
    enter();
    // another thread may have closed the lease before this one took it
    return open == in;
  }

  /** Returns whether the lease was closed, and so must not pin anything. */
  public boolean isClosed() {
    return open == null;
  }

  /** Returns the key that this lease looks up. */
  public KeyProbe probe() {
    return probe;
  }

  /** Holds an entry that it has pinned, until its release. */
  public void hold(NearEntry pinned) {
    hold(pinned.valueAddress(), pinned.valueBytes(), pinned.loadedNanos());
  }

  /** Holds a value that is in no tier's memory, as a copy; allocates native memory for it. */
  public void hold(byte[] value, long loadedAtNanos) {
    MemorySegment memory = Arena.ofAuto().allocate(Math.max(1, value.length), Long.BYTES);
    hold(memory.copyFrom(MemorySegment.ofArray(value)), value.length, loadedAtNanos);
  }

  /** Sets the origin of the held value: the number of a tier below near, or the loader's. */
  public void from(int tier) {
    origin(tier);
  }

  /** Releases an entry that is pinned and not held. */
  public void drop() {
    pin.clear();
    if (tier.isClosed()) {
      tier.reclaimClosed();
    }
  }

  /** Counts a look-up; {@link #countHit} or {@link #countMiss} follows. */
  public void countLookup() {
    pin.countLookup();
  }

  /** Counts a look-up that the entry answers which is pinned. */
  public void countHit() {
    pin.countHit();
  }

  /** Counts a look-up that near cannot answer. */
  public void countMiss() {
    pin.countMiss();
  }

  /** Returns the number of look-ups so far. */
  public long lookups() {
    return pin.lookups();
  }

  /** Takes a shared lease, unless another thread has it; returns whether it was taken. */
  boolean take() {
    return !isTaken && TAKEN.compareAndSet(this, false, true);
  }

  Pin pin() {
    return pin;
  }

  /** Returns this lease's view of the pinned entry. */
  NearEntry entry() {
    return entry;
  }

  @Override
  protected Provenance provenance(int tier, long ageNanos) {
    return origins.of(tier, ageNanos);
  }

  @Override
  protected long nanoTime() {
    return clock.nanoTime();
  }

  @Override
  protected void unpin() {
    drop();
  }

  @Override
  public void close() {
    if (end == null) {
      release();
      pin.clear();
      isTaken = false;
      return;
    }
    open = null;
    // a thread that enters at the same time either sees this or is seen
    VarHandle.fullFence();
    if (isFree()) {
      release();
      drop();
      end.clean();
    }
    // otherwise the cleaner ends it: its thread may be about to pin
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
