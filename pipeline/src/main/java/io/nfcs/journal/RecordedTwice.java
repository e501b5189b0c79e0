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
 * Finds ticks that two files of a journal have, as when one is a copy of the other.
 *
 * <p><b>Threads.</b> One. <b>Allocates</b> per run and file.
 */
final class RecordedTwice {
  private final Map<Long, List<Part>> parts = new HashMap<>();
  private final Set<String> told = new HashSet<>();

  /** Ticks of one run in one file, from the first to the last. */
  private static final class Part {
    private final Path file;
    private final long first;
    private long last;

    Part(Path file, long number) {
      this.file = file;
      first = number;
      last = number;
    }
  }

  /** Takes in a tick; answers what is wrong if it is the first of those that both files have. */
  JournalCheck.@Nullable Damage add(long run, long number, Position position) {
    List<Part> ofRun = parts.computeIfAbsent(run, none -> new ArrayList<>());
    Path file = position.file();
    Part own = ofRun.isEmpty() ? null : ofRun.getLast();
    if (own == null || !own.file.equals(file)) {
      own = new Part(file, number);
      ofRun.add(own);
    }
    own.last = Math.max(own.last, number);
    for (int earlier = ofRun.size() - 2; earlier >= 0; earlier--) {
      Part other = ofRun.get(earlier);
      if (number > other.last) {
        break;
      }
      if (number >= other.first) {
        return twice(run, other.file, position);
      }
    }
    return null;
  }

  private JournalCheck.@Nullable Damage twice(long run, Path other, Position position) {
    String what =
        "the ticks of run "
            + run
            + " are there twice, in "
            + other.getFileName()
            + " and "
            + position.file().getFileName();
    return told.add(what)
        ? new JournalCheck.Damage(position.file(), position.offset(), what)
        : null;
  }
}
