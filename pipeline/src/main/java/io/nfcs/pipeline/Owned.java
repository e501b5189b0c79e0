package io.nfcs.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened, to be closed in the opposite order. <b>Threads.</b> One at a time. */
final class Owned implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T resource) {
    opened.push(resource);
    return resource;
  }

  /** Closes what was opened after {@code last}, and not {@code last} itself. */
  @SuppressWarnings("ReferenceEquality") // this very resource is meant
  void closeUpTo(AutoCloseable last) {
    while (!opened.isEmpty() && opened.peek() != last) {
      close(opened.pop());
    }
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      close(opened.pop());
    }
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
