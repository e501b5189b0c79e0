package io.nfcs.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Opened resources, closed in the opposite order. <b>Threads.</b> One at a time. */
final class Owned implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T resource) {
    opened.push(resource);
    return resource;
  }

  /** Closes all resources opened after {@code last}, without {@code last} itself; all if null. */
  @SuppressWarnings("ReferenceEquality") // this very resource is meant
  void closeUpTo(@Nullable AutoCloseable last) {
    RuntimeException failure = null;
    while (!opened.isEmpty() && opened.peek() != last) {
      failure = close(opened.pop(), failure);
    }
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Closes all resources, even if some fail; throws the first failure with the others suppressed.
   */
  @Override
  public void close() {
    closeUpTo(null);
  }

  /** Closes all resources after a failure, in which their own failures are suppressed. */
  void closeAfter(Throwable failure) {
    try {
      close();
    } catch (RuntimeException second) {
      failure.addSuppressed(second);
    }
  }

  private static @Nullable RuntimeException close(
      AutoCloseable resource, @Nullable RuntimeException earlier) {
    try {
      resource.close();
      return earlier;
    } catch (Exception | Error e) {
      RuntimeException failure =
          e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
      if (earlier == null) {
        return failure;
      }
      earlier.addSuppressed(failure);
      return earlier;
    }
  }
}
