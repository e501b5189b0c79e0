package io.nfcs.journal;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Allocation of disk space for a part of a file, by the system call {@code fallocate}, which keeps
 * the content of the file.
 *
 * <p>A write into a mapped file has no way to fail if the disk is full: the process gets a signal,
 * and Java an {@link InternalError} some time later. Space allocated before the write prevents
 * this.
 *
 * <p><b>Threads.</b> Any. <b>Fails.</b> Never; the answer tells if the file system does not support
 * the call.
 */
final class DiskRoom {
  /** Answer of the system. */
  enum Answer {
    /** The space is allocated. */
    TAKEN,
    /** The disk does not have enough space. */
    FULL,
    /** The system or the file system does not support the call. */
    UNKNOWN
  }

  private static final int READ_WRITE = 2;
  private static final int KEEP_SIZE = 1;
  private static final int NO_SPACE = 28;
  private static final int OVER_QUOTA = 122;
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERROR =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final @Nullable DiskRoom LINUX =
      System.getProperty("os.name").equals("Linux") ? link() : null;

  private final MethodHandle open;
  private final MethodHandle allocate;
  private final MethodHandle close;

  private DiskRoom(MethodHandle open, MethodHandle allocate, MethodHandle close) {
    this.open = open;
    this.allocate = allocate;
    this.close = close;
  }

  /** Allocates space for bytes of a file without changing the file's length. */
  static Answer take(Path file, long from, long bytes) {
    return LINUX == null ? Answer.UNKNOWN : LINUX.call(file, from, bytes);
  }

  private Answer call(Path file, long from, long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int descriptor = (int) open.invokeExact(arena.allocateFrom(file.toString()), READ_WRITE);
      if (descriptor < 0) {
        return Answer.UNKNOWN;
      }
      int result = (int) allocate.invokeExact(state, descriptor, KEEP_SIZE, from, bytes);
      int error = (int) ERROR.get(state, 0L);
      int closed = (int) close.invokeExact(descriptor);
      if (result == 0 && closed == 0) {
        return Answer.TAKEN;
      }
      return error == NO_SPACE || error == OVER_QUOTA ? Answer.FULL : Answer.UNKNOWN;
    } catch (Throwable notCalled) {
      return Answer.UNKNOWN;
    }
  }

  @SuppressWarnings("restricted") // allowed by --enable-native-access in config/jvm.options
  private static @Nullable DiskRoom link() {
    try {
      Linker linker = Linker.nativeLinker();
      SymbolLookup library = linker.defaultLookup();
      return new DiskRoom(
          linker.downcallHandle(
              library.findOrThrow("open"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT)),
          linker.downcallHandle(
              library.findOrThrow("fallocate"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG),
              Linker.Option.captureCallState("errno")),
          linker.downcallHandle(
              library.findOrThrow("close"),
              FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)));
    } catch (RuntimeException | Error noSuchCall) {
      return null;
    }
  }
}
