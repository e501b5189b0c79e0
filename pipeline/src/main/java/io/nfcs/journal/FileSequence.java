package io.nfcs.journal;

import io.nfcs.journal.FileWalk.Beginning;
import io.nfcs.journal.FileWalk.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.SystemEpochClock;
import org.jspecify.annotations.Nullable;

/**
 * The files of a journal one after the other, as a writer goes on with them and as retention takes
 * them away.
 *
 * <p><b>Threads.</b> One at a time. <b>Owns</b> the file that is open. <b>Allocates</b> per file.
 */
final class FileSequence implements AutoCloseable {
  /** The coarsest steps of a file system's time, and a bit more. */
  private static final long SETTLED_MILLIS = 1500;

  private static final JournalFile.Listing UNLISTED = new JournalFile.Listing(List.of(), List.of());

  private final Path folder;

  /**
   * What is passed over: files that are not a journal's, and those that cannot be read for good.
   */
  private final Set<Path> told = new HashSet<>();

  private final Set<Path> unreadable = new HashSet<>();
  private final Set<Path> overtaken = new HashSet<>();
  private final Set<Path> ours = new HashSet<>();
  private JournalFile.Listing listing = UNLISTED;
  private long listedMillis;
  private boolean isSettled;
  private @Nullable JournalFile current;
  private @Nullable FileWalk walk;
  private boolean isLast;
  private boolean hasFailed;
  private Path path;
  private String damage = "";
  private long damagePosition;

  FileSequence(Path folder) {
    this.folder = folder;
    path = folder;
    list();
  }

  /** Goes to the next document; {@link Step#WAIT} is the end, for now. */
  Step step() {
    while (true) {
      if (walk == null) {
        JournalFile next = nextOrListed();
        if (next == null) {
          return stranger();
        }
        Step opened = open(next);
        if (opened != Step.RECORD) {
          return opened;
        }
        continue;
      }
      Step step = stepWithin(walk);
      if (step == Step.RECORD || step == Step.DAMAGE) {
        return step;
      }
      if (step == Step.WAIT) {
        // a file that came meanwhile is looked for only here: before, it makes no difference
        if (isChanged()) {
          list();
        }
        isLast = !isFollowed();
        if (isLast) {
          return stranger();
        }
      } else if (nextOrListed() == null) {
        return stranger();
      } else {
        closeFile();
      }
    }
  }

  /** The files, as they are now. */
  List<JournalFile> list() {
    try {
      // before the listing, which may be of a later state
      long changedMillis = folder.toFile().lastModified();
      long nowMillis = SystemEpochClock.INSTANCE.time();
      listing = JournalFile.list(folder);
      listedMillis = changedMillis;
      isSettled = nowMillis - changedMillis > SETTLED_MILLIS;
      return listing.files();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The walk that came to the last record. */
  FileWalk walk() {
    if (walk == null) {
      throw new IllegalStateException("no file is open");
    }
    return walk;
  }

  /** Number of the last record. */
  long index() {
    if (current == null) {
      throw new IllegalStateException("no file is open");
    }
    return current.index(walk().recordPosition());
  }

  /** The file that is open or was last, {@code null} before the first. */
  @Nullable Path currentFile() {
    return current == null ? null : current.path();
  }

  /** The file of the last step. */
  Path path() {
    return path;
  }

  /** What is wrong there. */
  String damage() {
    return damage;
  }

  /** Where in the file that is. */
  long damagePosition() {
    return damagePosition;
  }

  /**
   * Goes to a record; answers whether it is there. Files that are not a journal's are passed over.
   */
  boolean moveTo(long index) {
    for (JournalFile file : list()) {
      boolean isOfFile =
          JournalFile.isChronicles(index)
              ? file.isOfChronicles(index)
              : file.minute() == JournalFile.minute(index);
      FileWalk found = isOfFile ? placed(file, index) : null;
      if (found != null) {
        closeFile();
        current = file;
        walk = found;
        isLast = !isFollowed();
        told.addAll(listing.strangers());
        return true;
      }
    }
    return false;
  }

  /** Goes before the first document, also if the files cannot be listed now. */
  void moveToStart() {
    closeFile();
    current = null;
    told.clear();
    unreadable.clear();
    overtaken.clear();
    try {
      list();
    } catch (UncheckedIOException failure) {
      // then the next step does, and fails if it cannot either
      listing = UNLISTED;
    }
  }

  @Override
  public void close() {
    closeFile();
  }

  /** The files behind the current that are not passed over. */
  private List<JournalFile> later() {
    List<JournalFile> files = listing.files();
    int first = files.size();
    while (first > 0 && (current == null || files.get(first - 1).compareTo(current) > 0)) {
      first--;
    }
    List<JournalFile> later = files.subList(first, files.size());
    return later.isEmpty() || told.isEmpty()
        ? later
        : later.stream().filter(file -> !told.contains(file.path())).toList();
  }

  /** The next file; a file that has its end mark is followed by another within no time. */
  private @Nullable JournalFile nextOrListed() {
    if (later().isEmpty()) {
      list();
    }
    return later().isEmpty() ? null : later().getFirst();
  }

  /** Whether a later file is the journal's, and not only called so: the current is over then. */
  private boolean isFollowed() {
    for (JournalFile file : later()) {
      if (ours.contains(file.path()) || FileWalk.beginning(file.path()) == Beginning.OURS) {
        ours.add(file.path());
        return true;
      }
    }
    return false;
  }

  /** Whether a file behind another can be read now, which tells more than that it once could. */
  private boolean isOvertaken(JournalFile unreadableFile) {
    return later().stream()
        .anyMatch(file ->
            file.compareTo(unreadableFile) > 0
                && FileWalk.beginning(file.path()) == Beginning.OURS);
  }

  /** A folder that had just changed when it was listed may have changed again at the same time. */
  private boolean isChanged() {
    return !isSettled || folder.toFile().lastModified() != listedMillis;
  }

  /**
   * Opens a file, and answers {@link Step#RECORD} if nothing is wrong: one that is gone is passed
   * over. One that cannot be read is told once and asked again, unless others that can follow.
   */
  private Step open(JournalFile file) {
    try {
      walk = new FileWalk(file.path());
      current = file;
      hasFailed = false;
      isLast = !isFollowed();
      return Step.RECORD;
    } catch (IOException e) {
      if (!Files.exists(file.path(), LinkOption.NOFOLLOW_LINKS)) {
        list();
        return Step.RECORD;
      }
      if (!Files.isRegularFile(file.path())) {
        damaged(file.path(), 0, JournalFile.FOREIGN);
        told.add(file.path());
        return Step.DAMAGE;
      }
      if (unreadable.add(file.path())) {
        damaged(file.path(), 0, "cannot be read: " + e.getMessage());
        return Step.DAMAGE;
      }
      if (!isOvertaken(file)) {
        return Step.WAIT;
      }
      // at once again first: there may be a descriptor now that there was not then
      if (!overtaken.add(file.path())) {
        told.add(file.path());
      }
      return Step.RECORD;
    }
  }

  /** A failure is told once; the file is asked again, unless others follow. */
  private Step stepWithin(FileWalk open) {
    Path file = current == null ? folder : current.path();
    path = file;
    try {
      Step step = open.step(isLast);
      hasFailed = false;
      if (step == Step.DAMAGE) {
        damaged(file, open.damagePosition(), open.damage());
      }
      return step;
    } catch (IOException e) {
      if (hasFailed) {
        return isLast ? Step.WAIT : Step.END;
      }
      hasFailed = true;
      damaged(file, open.position(), "cannot be read: " + e.getMessage());
      return Step.DAMAGE;
    }
  }

  private @Nullable FileWalk placed(JournalFile file, long index) {
    FileWalk candidate = null;
    try {
      candidate = new FileWalk(file.path());
      long position =
          JournalFile.isChronicles(index)
              ? candidate.positionOf(JournalFile.recordsBefore(index))
              : JournalFile.position(index);
      if (position >= 0 && candidate.moveTo(position)) {
        return candidate;
      }
    } catch (IOException unreadable) {
      // then it does not have the record
    }
    closeQuietly(candidate);
    return null;
  }

  /** Tells of a file that is not a journal's, once there is nothing else to tell. */
  private Step stranger() {
    for (Path stranger : listing.strangers()) {
      if (told.add(stranger)) {
        damaged(stranger, 0, JournalFile.FOREIGN);
        return Step.DAMAGE;
      }
    }
    for (JournalFile stranger : later()) {
      if (isForeign(stranger.path()) && told.add(stranger.path())) {
        damaged(stranger.path(), 0, JournalFile.FOREIGN);
        return Step.DAMAGE;
      }
    }
    return Step.WAIT;
  }

  /** Whether that is sure: one that cannot be read for a moment may be the next. */
  private static boolean isForeign(Path file) {
    return !Files.isRegularFile(file) || FileWalk.beginning(file) == Beginning.FOREIGN;
  }

  private void damaged(Path file, long position, String what) {
    path = file;
    damagePosition = position;
    damage = what;
  }

  private void closeFile() {
    closeQuietly(walk);
    walk = null;
  }

  private static void closeQuietly(@Nullable FileWalk open) {
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException readOnly) {
      // nothing is lost
    }
  }
}
