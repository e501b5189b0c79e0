package io.nfcs.grid.tier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A note on disk that queued changes of a cache cannot be applied. A process that ends meanwhile
 * leaves the note to the next, which then trusts no old entry in the tiers of the cache.
 *
 * <p>The file is empty: its presence is the note.
 *
 * <p><b>Threads.</b> Any. The file is written and deleted under the lock of this object, each time
 * by the state at that moment; so the last of several calls leaves it right, in any order.
 */
final class Unsettled {
  private static final long NOTED_AFTER_MILLIS = 300;

  private final @Nullable Path file;
  private final Aside aside;
  private final boolean isLeft;
  private final Set<Object> debtors = ConcurrentHashMap.newKeySet();
  private volatile boolean isNoted;

  /**
   * The note of a cache.
   *
   * @param file file of the note, {@code null} if nothing outlives the process
   */
  Unsettled(@Nullable Path file, Aside aside) {
    this.file = file;
    this.aside = aside;
    isLeft = file != null && Files.exists(file);
    isNoted = isLeft;
  }

  /** Returns whether an earlier process has left the note. */
  boolean isLeft() {
    return isLeft;
  }

  /** Records that an owner has changes to be applied; does not wait for the disk. */
  void owes(Object who) {
    if (debtors.add(who) && file != null) {
      aside.executeAfter(this::note, NOTED_AFTER_MILLIS);
    }
  }

  /** Records that all changes of an owner are applied; does not wait for the disk. */
  void settled(Object who) {
    if (debtors.remove(who) && isNoted) {
      aside.execute(this::note);
    }
  }

  /** Writes or deletes the note by the present state. */
  synchronized void note() {
    boolean isOwed = !debtors.isEmpty();
    if (file == null || isOwed == isNoted) {
      return;
    }
    try {
      if (isOwed) {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, "");
      } else {
        Files.deleteIfExists(file);
      }
      isNoted = isOwed;
    } catch (IOException failure) {
      aside.errors().record("note " + file, failure);
      aside.executeAfter(this::note, NOTED_AFTER_MILLIS);
    }
  }
}
