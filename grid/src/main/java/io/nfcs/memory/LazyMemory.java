package io.nfcs.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Native memory that the system gives page by page, when it is written first. An arena of the JDK
 * clears its memory: a slab of 8 MiB would hold up the put that needs it for two milliseconds, and
 * stand in memory before it is used.
 *
 * <p>It is allocated by {@code aligned_alloc} of the C library if there is one, else by the arena.
 *
 * <p><b>Threads.</b> Any; the arena says which may use the memory.
 */
@SuppressWarnings("restricted") // the size is the requested one, and the arena ends the lifetime
public final class LazyMemory {
  /**
   * Number of calls of a handle after which the JDK makes code for it, which takes a put a
   * millisecond.
   */
  private static final int CALLS_BEFORE_CODE = 128;

  private static final @Nullable Calls LIBRARY = library();

  private record Calls(MethodHandle allocate, MethodHandle free) {
    MemorySegment allocate(long alignment, long bytes) {
      try {
        return (MemorySegment) allocate.invokeExact(alignment, bytes);
      } catch (Throwable impossible) {
        throw failed(impossible);
      }
    }

    void free(MemorySegment memory) {
      try {
        free.invokeExact(memory);
      } catch (Throwable impossible) {
        throw failed(impossible);
      }
    }

    private static IllegalStateException failed(Throwable cause) {
      return new IllegalStateException("the C library failed", cause);
    }
  }

  private LazyMemory() {}

  /**
   * Returns the memory of unknown content, until the arena is closed.
   *
   * @param bytes a multiple of the alignment
   * @param alignment a power of two, at least that of a pointer
   * @throws OutOfMemoryError if the system has none
   */
  public static MemorySegment allocate(Arena arena, long bytes, long alignment) {
    Calls library = LIBRARY;
    if (library == null) {
      return arena.allocate(bytes, alignment);
    }
    MemorySegment memory = library.allocate(alignment, bytes);
    if (memory.address() == 0) {
      throw new OutOfMemoryError("no native memory for " + bytes + " bytes");
    }
    return memory.reinterpret(bytes, arena, library::free);
  }

  private static @Nullable Calls library() {
    MethodHandle allocate =
        handle(
            "aligned_alloc",
            FunctionDescriptor.of(
                ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    MethodHandle free = handle("free", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
    if (allocate == null || free == null) {
      return null;
    }
    Calls calls = new Calls(allocate, free);
    for (int i = 0; i < CALLS_BEFORE_CODE; i++) {
      calls.free(calls.allocate(Long.BYTES, Long.BYTES));
    }
    return calls;
  }

  private static @Nullable MethodHandle handle(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find(name)
        .map(symbol -> linker.downcallHandle(symbol, descriptor))
        .orElse(null);
  }
}
