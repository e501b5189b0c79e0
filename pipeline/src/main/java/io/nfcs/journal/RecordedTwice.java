package io.nfcs.journal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A search for ticks that are in two files of a journal, as when one file is a copy of the other.
 *
 * <p><b>Threads.</b> One. <b>Allocates</b> per run and file.
 */
final class RecordedTwice {
  private final Map<Long, List<Part>> parts = new HashMap<>();
  private final Set<String> told = new HashSet<>();
  private List<Part> ofRun = List.of();
  private long run;

  /** Ticks of one run in one file, from the first to the last. */
  private static final class Part {
    private final Path file;
    private final long first;

    /** Largest number of the earlier parts, which only a repetition does not exceed. */
    private final long before;

    private long last;
    private @Nullable Part twin;

    Part(Path file, long number, long before) {
      this.file = file;
      this.before = before;
      first = number;
      last = number;
    }

    boolean has(long number) {
      return number >= first && number <= last;
    }
  }

  /**
   * Adds a tick; returns the damage if it is the first of its ticks that both files have, {@code
   * null} otherwise.
   */
  @Nullable String add(long runOfTick, long number, Path file) {
    if (ofRun.isEmpty() || runOfTick != run) {
      run = runOfTick;
      ofRun = parts.computeIfAbsent(run, none -> new ArrayList<>());
    }
    Part own = ofRun.isEmpty() ? null : ofRun.getLast();
    if (own == null || !own.file.equals(file)) {
      own = new Part(file, number, own == null ? Long.MIN_VALUE : Math.max(own.before, own.last));
      ofRun.add(own);
    }
    own.last = Math.max(own.last, number);
    if (number > own.before || (own.twin != null && own.twin.has(number))) {
      return null;
    }
    for (Part other : ofRun.subList(0, ofRun.size() - 1).reversed()) {
      if (other.has(number)) {
        own.twin = other;
        return twice(other.file, file);
      }
    }
    return null;
  }

  private @Nullable String twice(Path other, Path file) {
    String what =
        "the ticks of run "
            + run
            + " are recorded twice, in "
            + other.getFileName()
            + " and "
            + file.getFileName();
    return told.add(what) ? what : null;
  }
}
