package io.nfcs.cache;

import io.nfcs.memory.NativeMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A reader of values in place: a look-up pins the memory of a value, and until the release nothing
 * frees or reuses it, whatever becomes of the entry.
 *
 * <p>A lease is made once by {@link TieredCache#lease()} and used for any number of look-ups, one
 * value at a time; {@link #close()} ends it. One that is forgotten while it holds a value is found
 * when it becomes unreachable: the value is released and the leak counted.
 *
 * <p><b>Layout.</b> Little-endian, as the codec wrote it. <b>Threads.</b> One at a time.
 * <b>Owns</b> the pin of the value it holds. <b>Allocates</b> nothing, but for {@link #segment()}.
 * <b>Fails.</b> Reading with no value held, after the release or past the end is an exception,
 * never a crash.
 */
public abstract class Lease implements AutoCloseable {
  // no reference to the memory: storing one would cost the barrier of the garbage collector
  private long address;
  private long sizeBytes;
  private long loadedNanos;
  private @Nullable Arena scope;

  /** For the tiers' own leases. */
  protected Lease() {}

  /**
   * Takes hold of a value.
   *
   * @param valueAddress where it stands in native memory, which stays there until {@link #unpin()}
   * @param bytes how long it is
   * @param loadedAtNanos when it was loaded, as {@link #nanoTime()} counts
   */
  protected final void hold(long valueAddress, long bytes, long loadedAtNanos) {
    address = valueAddress;
    sizeBytes = bytes;
    loadedNanos = loadedAtNanos;
  }

  /** The time of the cache. */
  protected abstract long nanoTime();

  /** Gives the memory of the value back to its tier. */
  protected abstract void unpin();

  /** Whether a value is held. */
  public final boolean isHeld() {
    return address != 0;
  }

  /** Length of the value. */
  public final long sizeBytes() {
    at(0, 0);
    return sizeBytes;
  }

  /** Time since the value was loaded or put. */
  public final long ageNanos() {
    at(0, 0);
    return nanoTime() - loadedNanos;
  }

  /** The byte at an offset. */
  public final byte byteAt(long offset) {
    return NativeMemory.byteAt(at(offset, Byte.BYTES));
  }

  /** The 32-bit number at an offset. */
  public final int intAt(long offset) {
    return NativeMemory.intAt(at(offset, Integer.BYTES));
  }

  /** The 64-bit number at an offset. */
  public final long longAt(long offset) {
    return NativeMemory.longAt(at(offset, Long.BYTES));
  }

  /** The float at an offset. */
  public final float floatAt(long offset) {
    return Float.intBitsToFloat(intAt(offset));
  }

  /** The double at an offset. */
  public final double doubleAt(long offset) {
    return Double.longBitsToDouble(longAt(offset));
  }

  /** Copies a part of the value. */
  public final void copyTo(long offset, MemorySegment target, long targetOffset, long bytes) {
    MemorySegment.copy(NativeMemory.view(at(offset, bytes), bytes), 0, target, targetOffset, bytes);
  }

  /** The value as an object of its own. */
  public final <T> T decode(Codec<T> codec) {
    return codec.decode(view());
  }

  /**
   * The value as memory, read-only, for code that takes segments. It is valid until the release and
   * for this thread only; later it throws.
   *
   * <p><b>Allocates</b> the view.
   */
  @SuppressWarnings({"restricted", "MustBeClosedChecker"}) // as long as the memory; release closes
  public final MemorySegment segment() {
    if (scope == null) {
      scope = Arena.ofConfined();
    }
    return view().reinterpret(scope, null);
  }

  /** Lets the value go; the lease may then look up another. Harmless where none is held. */
  public final void release() {
    if (address == 0) {
      return;
    }
    address = 0;
    if (scope != null) {
      scope.close();
      scope = null;
    }
    unpin();
  }

  /** Releases, and ends the lease. */
  @Override
  public abstract void close();

  private MemorySegment view() {
    return NativeMemory.view(at(0, sizeBytes), sizeBytes).asReadOnly();
  }

  private long at(long offset, long bytes) {
    if (address == 0) {
      throw new IllegalStateException(
          "the lease holds no value: none was found, or it was released");
    }
    if (offset < 0 || bytes < 0 || offset > sizeBytes - bytes) {
      throw new IndexOutOfBoundsException(
          bytes + " bytes at " + offset + " of a value of " + sizeBytes);
    }
    return address + offset;
  }
}
