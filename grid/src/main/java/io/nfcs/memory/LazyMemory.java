package io.nfcs.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Native memory that the system gives page by page, when it is written first. An arena of the JDK
 * clears what it allocates: a slab of 8 MiB would hold up the put that needs it for two
 * milliseconds, and stand in memory before it is used.
 *
 * <p>By {@code aligned_alloc} of the C library where there is one, else by the arena.
 */
@SuppressWarnings("restricted") // the size is what was asked for, and the end is the arena's
final class LazyMemory {
  private static final @Nullable MethodHandle ALLOCATE =
      handle(
          "aligned_alloc",
          FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
  private static final @Nullable MethodHandle FREE =
      handle("free", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));

  private LazyMemory() {}

  /**
   * Memory of unknown content, until the arena is closed.
   *
   * @param bytes a multiple of the alignment
   * @throws OutOfMemoryError if the system has none
   */
  static MemorySegment allocate(Arena arena, long bytes, long alignment) {
    if (ALLOCATE == null || FREE == null) {
      return arena.allocate(bytes, alignment);
    }
    MemorySegment memory = (MemorySegment) Objects.requireNonNull(call(ALLOCATE, alignment, bytes));
    if (memory.address() == 0) {
      throw new OutOfMemoryError("no native memory for a slab of " + bytes + " bytes");
    }
    return memory.reinterpret(bytes, arena, end -> call(FREE, end));
  }

  private static @Nullable MethodHandle handle(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find(name)
        .map(symbol -> linker.downcallHandle(symbol, descriptor))
        .orElse(null);
  }

  private static @Nullable Object call(MethodHandle function, Object... arguments) {
    try {
      return function.invokeWithArguments(arguments);
    } catch (Throwable impossible) {
      throw new IllegalStateException("the C library failed", impossible);
    }
  }
}
