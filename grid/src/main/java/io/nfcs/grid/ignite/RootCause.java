package io.nfcs.grid.ignite;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.ignite.internal.NodeStoppingException;
import org.jspecify.annotations.Nullable;

/**
 * The root cause of a failure of Ignite, as part of a sentence. A full disk comes first, at any
 * depth: Ignite suppresses it below its consequences.
 */
final class RootCause {
  private static final List<String> FULL_DISK =
      List.of("No space left on device", "Disk quota exceeded");

  /**
   * Messages of a stopping node: Ignite words them differently at each place, and seldom uses a
   * type.
   */
  private static final Pattern STOP =
      Pattern.compile(
          "(node|grid|ignite|cache)\\)? is stopping|grid shutdown", Pattern.CASE_INSENSITIVE);

  private RootCause() {}

  static String of(Throwable failure) {
    String full = fullDisk(failure);
    if (full != null) {
      return full;
    }
    Throwable cause = innermost(failure);
    String message = cause.getMessage();
    return message == null ? cause.toString() : message.replaceAll("[.\\s]+$", "");
  }

  /** Returns whether there is no space on the disk. */
  static boolean isFullDisk(Throwable failure) {
    return fullDisk(failure) != null;
  }

  /** Returns whether a text of {@link #of} says that there is no space on the disk. */
  static boolean isFullDisk(String cause) {
    return FULL_DISK.contains(cause);
  }

  /**
   * Returns whether a failure says only that the node is being stopped, which has a cause of its
   * own.
   */
  static boolean isStop(Throwable failure) {
    Throwable cause = innermost(failure);
    return cause instanceof InterruptedException
        || cause instanceof NodeStoppingException
        || STOP.matcher(String.valueOf(cause.getMessage())).find();
  }

  private static Throwable innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static @Nullable String fullDisk(Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> open = new ArrayDeque<>(List.of(failure));
    while (!open.isEmpty()) {
      Throwable next = open.pop();
      if (!seen.add(next)) {
        continue;
      }
      String message = String.valueOf(next.getMessage());
      for (String full : FULL_DISK) {
        if (message.contains(full)) {
          return full;
        }
      }
      if (next.getCause() != null) {
        open.push(next.getCause());
      }
      open.addAll(List.of(next.getSuppressed()));
    }
    return null;
  }
}
