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
 * The files of a journal in order, while a writer adds files and retention deletes them.
 *
 * <p><b>Threads.</b> One at a time. <b>Owns</b> the open file. <b>Allocates</b> per file.
 */
final class FileSequence implements AutoCloseable {
  /** The coarsest time resolution of a file system, with a margin. */
  private static final long SETTLED_MILLIS = 1500;

  private static final JournalFile.Listing UNLISTED = new JournalFile.Listing(List.of(), List.of());

  private final Path folder;

  /** Files passed over: foreign files and permanently unreadable ones. */
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

  /** Goes to the next document; {@link Step#WAIT} is the end for now. */
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
        // new files are looked for only here: before, they make no difference
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

  /** Returns the current files. */
  List<JournalFile> list() {
    try {
      // read before the listing, which may be newer
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

  /** Returns the walk that reached the last record. */
  FileWalk walk() {
    if (walk == null) {
      throw new IllegalStateException("no file is open");
    }
    return walk;
  }

  /** Returns the number of the last record. */
  long index() {
    if (current == null) {
      throw new IllegalStateException("no file is open");
    }
    return current.index(walk().recordPosition());
  }

  /** Returns the open file or the one open last, {@code null} before the first. */
  @Nullable Path currentFile() {
    return current == null ? null : current.path();
  }

  /** Returns the file of the last step. */
  Path path() {
    return path;
  }

  /** Returns a description of the damage at the last step. */
  String damage() {
    return damage;
  }

  /** Returns the position of the damage in the file. */
  long damagePosition() {
    return damagePosition;
  }

  /**
   * Goes to a record; returns whether it is there. Files that are not a journal's are passed over.
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
      // the next step lists them, and fails if it cannot either
      listing = UNLISTED;
    }
  }

  @Override
  public void close() {
    closeFile();
  }

  /** Returns the files after the current one, except those passed over. */
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

  /** Returns the next file; after an end mark the next file follows almost at once. */
  private @Nullable JournalFile nextOrListed() {
    if (later().isEmpty()) {
      list();
    }
    return later().isEmpty() ? null : later().getFirst();
  }

  /**
   * Returns whether a later file belongs to the journal, not only by its name: then the current
   * file is finished.
   */
  private boolean isFollowed() {
    for (JournalFile file : later()) {
      if (ours.contains(file.path()) || FileWalk.beginning(file.path()) == Beginning.OURS) {
        ours.add(file.path());
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether a later file is readable now, which is newer information than an earlier read.
   */
  private boolean isOvertaken(JournalFile unreadableFile) {
    return later().stream()
        .anyMatch(file ->
            file.compareTo(unreadableFile) > 0
                && FileWalk.beginning(file.path()) == Beginning.OURS);
  }

  /**
   * Returns whether the folder may have changed since the listing, which may happen within the time
   * resolution of the file system.
   */
  private boolean isChanged() {
    return !isSettled || folder.toFile().lastModified() != listedMillis;
  }

  /**
   * Opens a file and returns {@link Step#RECORD} if it is intact; passes over a deleted file. An
   * unreadable file is reported once and retried, unless readable files follow.
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
      // retry at once: a file descriptor may be free now
      if (!overtaken.add(file.path())) {
        told.add(file.path());
      }
      return Step.RECORD;
    }
  }

  /** Reports a failure once; retries the file unless other files follow. */
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
      // the file does not have the record
    }
    closeQuietly(candidate);
    return null;
  }

  /** Reports a foreign file once nothing else is left to report. */
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

  /**
   * Returns whether a file is certainly foreign: an unreadable file may be the next of the journal.
   */
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
