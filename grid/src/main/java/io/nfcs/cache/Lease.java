package io.nfcs.cache;

import io.nfcs.codec.Codec;
import io.nfcs.memory.NativeMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A reader of values in place: a look-up pins the memory of a value, and until the release nothing
 * frees or reuses it, even if the entry is removed.
 *
 * <p>A lease is made once by {@link TieredCache#lease()} and used for any number of look-ups in
 * that cache, one value at a time; {@link #close()} ends it. If a lease becomes unreachable while
 * it holds a value, the value is released and the leak counted.
 *
 * <p><b>Layout.</b> Little-endian, as the codec wrote it. <b>Threads.</b> One, the first that looks
 * up; when it has ended, the next that does. Any may {@link #close()}. <b>Owns</b> the pin of the
 * value it holds. <b>Allocates</b> nothing, except {@link #segment()}. <b>Fails.</b> Reading with
 * no value held, after the release, past the end or in another thread is an exception, never a
 * crash: an {@link IllegalStateException}, an {@link IndexOutOfBoundsException} or a {@link
 * WrongThreadException}. So is a look-up in another cache or in another thread, an {@link
 * IllegalArgumentException}. The lease holds after an exception of a reading method what it held
 * before.
 *
 * <p><b>Memory order.</b> All fields are plain, for a look-up must cost no fence; only the first
 * look-up of another thread takes the lease, by a compare-and-set of {@code user}. What is read
 * through a lease was written before the entry was published: the index of near orders the two.
 */
public abstract class Lease implements AutoCloseable {
  private static final long NOTHING = -1;
  private static final VarHandle USER;

  static {
    try {
      USER = MethodHandles.lookup().findVarHandle(Lease.class, "user", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // no reference to the memory: storing one would cost the barrier of the garbage collector
  private long address;

  /** Below 0 while no value is held, so that every offset is past the end. */
  private long sizeBytes = NOTHING;

  private long loadedNanos;

  /** Number of the tier that answered, 0 for near. */
  private int origin;

  /** Whether a release has more to do than clear a pin. */
  private boolean hasMore;

  private @Nullable Arena scope;

  /** Memory of a value that is in no tier's memory. */
  @SuppressWarnings("UnusedVariable") // keeps the memory alive as long as the segment is reachable
  private @Nullable MemorySegment copy;

  /**
   * The thread that looks up; none for a lease that never left its tier, whose thread changes by
   * other means.
   */
  private @Nullable Thread user;

  /** Creates a lease; for the tiers' own leases only. */
  protected Lease() {}

  /**
   * Holds a value.
   *
   * @param valueAddress address in native memory, which is valid until {@link #unpin()}
   * @param bytes length of the value
   * @param loadedAtNanos time of its load, as {@link #nanoTime()} counts
   */
  protected final void hold(long valueAddress, long bytes, long loadedAtNanos) {
    address = valueAddress;
    sizeBytes = bytes;
    loadedNanos = loadedAtNanos;
    origin = 0;
  }

  /** Sets the number of the tier that the held value is from, after {@code hold}, which sets 0. */
  protected final void origin(int tier) {
    origin = tier;
  }

  /**
   * Holds a value that is in no tier's memory.
   *
   * @param value in memory that stays as long as the segment
   * @param bytes length of the value
   * @param loadedAtNanos time of its load, as {@link #nanoTime()} counts
   */
  protected final void hold(MemorySegment value, long bytes, long loadedAtNanos) {
    copy = value;
    hasMore = true;
    hold(value.address(), bytes, loadedAtNanos);
  }

  /**
   * Begins a look-up of the calling thread.
   *
   * @throws IllegalArgumentException if the lease is used by another thread that has not ended
   */
  protected final void enter() {
    if (user != Thread.currentThread()) {
      take();
    }
  }

  /** Returns whether no other thread can be reading by it. */
  protected final boolean isFree() {
    Thread other = user;
    return other == null || other == Thread.currentThread() || !other.isAlive();
  }

  /**
   * Returns the origin of a value of this age.
   *
   * @param tier the number that {@link #origin} has set, 0 for near
   */
  protected abstract Provenance provenance(int tier, long ageNanos);

  /** Returns the time of the cache: nanoseconds of its monotonic clock. */
  protected abstract long nanoTime();

  /**
   * Gives the memory of the value back to its tier. Called once for each {@code hold}, when the
   * lease already says that it holds nothing, and after the last read of the memory.
   */
  protected abstract void unpin();

  /** Returns whether a value is held; for the thread of the lease. */
  public final boolean isHeld() {
    return sizeBytes != NOTHING;
  }

  /** Returns the length of the value in bytes. */
  public final long sizeBytes() {
    at(0, 0);
    return sizeBytes;
  }

  /** Returns the nanoseconds since the value was asked for, by a load or a put of any process. */
  public final long ageNanos() {
    at(0, 0);
    return nanoTime() - loadedNanos;
  }

  /**
   * Returns the origin of the value.
   *
   * <p><b>Allocates</b> the answer.
   */
  public final Provenance provenance() {
    return provenance(origin, ageNanos());
  }

  /** Returns the byte at an offset in bytes from the beginning of the value, as all below. */
  public final byte byteAt(long offset) {
    return NativeMemory.byteAt(at(offset, Byte.BYTES));
  }

  /** Returns the 32-bit number at an offset, which need not be aligned. */
  public final int intAt(long offset) {
    return NativeMemory.intAt(at(offset, Integer.BYTES));
  }

  /** Returns the 64-bit number at an offset. */
  public final long longAt(long offset) {
    return NativeMemory.longAt(at(offset, Long.BYTES));
  }

  /** Returns the float at an offset. */
  public final float floatAt(long offset) {
    return Float.intBitsToFloat(intAt(offset));
  }

  /** Returns the double at an offset. */
  public final double doubleAt(long offset) {
    return Double.longBitsToDouble(longAt(offset));
  }

  /**
   * Copies a part of the value.
   *
   * @param target heap or native memory that the calling thread may write
   * @throws IndexOutOfBoundsException if value or target are shorter; nothing is copied then
   */
  public final void copyTo(long offset, MemorySegment target, long targetOffset, long bytes) {
    MemorySegment.copy(NativeMemory.view(at(offset, bytes), bytes), 0, target, targetOffset, bytes);
  }

  /**
   * Returns the value as an object of its own, valid without the lease; throws what the codec does.
   */
  public final <T> T decode(Codec<T> codec) {
    return codec.decode(view());
  }

  /**
   * Returns the value as read-only memory, for code that takes segments. The memory is valid until
   * the release and for this thread only; later access throws.
   *
   * <p><b>Allocates</b> the view.
   */
  @SuppressWarnings({"restricted", "MustBeClosedChecker"}) // release closes it
  public final MemorySegment segment() {
    MemorySegment view = view();
    if (scope == null) {
      scope = Arena.ofConfined();
      hasMore = true;
    }
    return view.reinterpret(scope, null);
  }

  /**
   * Releases the value; the lease may then look up another. Harmless if none is held.
   *
   * @throws WrongThreadException if another thread, which has not ended, holds it; it stays held
   */
  public final void release() {
    if (sizeBytes == NOTHING) {
      return;
    }
    if (user != Thread.currentThread() && !isFree()) {
      throw wrongThread();
    }
    sizeBytes = NOTHING;
    if (hasMore) {
      letMoreGo();
    }
    unpin();
  }

  /**
   * Releases the value and ends the lease, which then refuses look-ups. If another thread holds a
   * value by it, that stays readable until it is released there.
   */
  @Override
  public abstract void close();

  private MemorySegment view() {
    return NativeMemory.view(at(0, sizeBytes), sizeBytes).asReadOnly();
  }

  private long at(long offset, long bytes) {
    if (offset < 0 || bytes < 0 || offset > sizeBytes - bytes) {
      throw unreadable(offset, bytes);
    }
    if (user != Thread.currentThread() && user != null) {
      throw wrongThread();
    }
    return address + offset;
  }

  private RuntimeException unreadable(long offset, long bytes) {
    return sizeBytes == NOTHING
        ? new IllegalStateException("the lease holds no value: none was found, or it was released")
        : new IndexOutOfBoundsException(
            bytes + " bytes at " + offset + " of a value of " + sizeBytes);
  }

  private void letMoreGo() {
    hasMore = false;
    copy = null;
    if (scope != null && (user == null || user == Thread.currentThread())) {
      scope.close();
    }
    scope = null;
  }

  private void take() {
    Thread other = (Thread) USER.getAcquire(this);
    boolean isFree = other == null || !other.isAlive();
    if (!isFree || !USER.compareAndSet(this, other, Thread.currentThread())) {
      throw new IllegalArgumentException(
          Thread.currentThread()
              + " looks up with the lease of "
              + USER.getAcquire(this)
              + "; expected a lease of its own");
    }
    // no thread uses the views of an ended one
    scope = null;
    // before the check whether the lease was closed meanwhile
    VarHandle.fullFence();
  }

  private WrongThreadException wrongThread() {
    return new WrongThreadException(
        Thread.currentThread() + " uses what the lease of " + USER.getAcquire(this) + " holds");
  }
}
