package io.nfcs.journal;

import io.nfcs.config.ConfigException;
import io.nfcs.config.OwnerOnly;
import io.nfcs.config.RegularFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keyframes of a journal, each in the file {@code keyframes/RUN/TICK} of its folder.
 *
 * <p>A keyframe is written beside its place and moved there, so a reader finds it whole or not at
 * all. The move does not wait for the disk: after a crash of the machine a keyframe may be damaged,
 * which its checksum shows.
 *
 * <p><b>Threads.</b> Any; one writes. A keyframe that was listed may be gone when it is read, since
 * retention deletes. <b>Fails</b> with an {@link UncheckedIOException} if a folder cannot be read.
 */
public final class Keyframes {
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");
  private static final String UNFINISHED = ".unfinished";

  private final Path folder;

  /** Creates the keyframes of the journal in a folder. */
  public Keyframes(Path journal) {
    folder = folder(journal);
  }

  static Path folder(Path journal) {
    return journal.resolve("keyframes");
  }

  /** Returns the ticks of a run that have a keyframe before them. */
  public NavigableSet<Long> ticks(long run) {
    NavigableSet<Long> ticks = new TreeSet<>();
    for (Path file : list(folder.resolve(Long.toString(run)))) {
      if (isNumber(file)) {
        ticks.add(number(file));
      }
    }
    return ticks;
  }

  /** Returns the file of a keyframe, whether or not it exists. */
  public Path file(long run, long tick) {
    return folder.resolve(Long.toString(run)).resolve(Long.toString(tick));
  }

  /**
   * Reads a keyframe.
   *
   * @throws IOException if it is damaged, missing or unreadable; the message gives the reason
   */
  public Keyframe read(long run, long tick) throws IOException {
    Keyframe keyframe;
    try {
      keyframe = Keyframe.decode(Files.readAllBytes(RegularFile.of(file(run, tick))));
    } catch (NoSuchFileException gone) {
      throw new IOException("keyframe is missing", gone);
    }
    if (keyframe.run() != run || keyframe.tick() != tick) {
      throw new IOException("keyframe is of tick " + keyframe.tick() + " of run " + keyframe.run());
    }
    return keyframe;
  }

  /**
   * Returns the last tick, up to a limit, at which a run can be entered: one after an intact
   * keyframe, or the first.
   */
  public long entry(long run, long tick) {
    for (long before : ticks(run).headSet(tick, true).descendingSet()) {
      if (isIntact(run, before)) {
        return before;
      }
    }
    return 0;
  }

  /**
   * Returns the exception for ticks that cannot be executed.
   *
   * @param from the first of them
   * @param missing the tick that the journal does not hold
   */
  public ConfigException notExecutable(long run, long from, long missing) {
    return new ConfigException(
        folder.getParent()
            + ": run "
            + run
            + " cannot be executed from tick "
            + from
            + " on, since the journal does not hold tick "
            + missing);
  }

  /** Returns whether a keyframe exists and is intact. */
  public boolean isIntact(long run, long tick) {
    return damage(run, tick) == null;
  }

  /** Returns the damage of a keyframe, {@code null} if it exists and is intact. */
  public JournalCheck.@Nullable Damage damage(long run, long tick) {
    try {
      read(run, tick);
      return null;
    } catch (IOException damaged) {
      return new JournalCheck.Damage(file(run, tick), 0, String.valueOf(damaged.getMessage()));
    }
  }

  /**
   * Writes a keyframe over one of the same tick; returns the bytes of its file.
   *
   * @throws IOException if it cannot be written; an earlier one then stays
   */
  public long write(Keyframe keyframe) throws IOException {
    byte[] bytes = keyframe.encoded();
    Path file = file(keyframe.run(), keyframe.tick());
    OwnerOnly.folder(folder);
    OwnerOnly.folder(folder.resolve(Long.toString(keyframe.run())));
    Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
    try {
      Files.write(unfinished, bytes);
      OwnerOnly.file(unfinished);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException failure) {
      Files.deleteIfExists(unfinished);
      throw failure;
    }
    return bytes.length;
  }

  /** Deletes the keyframes of a run after a tick. */
  public void deleteAfter(long run, long tick) throws IOException {
    for (long after : ticks(run).tailSet(tick, false)) {
      Files.deleteIfExists(file(run, after));
    }
  }

  /** Returns the bytes of all keyframes on the disk. */
  long bytes() {
    long bytes = 0;
    for (Path run : list(folder)) {
      for (Path file : list(run)) {
        bytes += file.toFile().length();
      }
    }
    return bytes;
  }

  /**
   * Deletes the keyframes of runs before a run, and those of that run before a tick; returns their
   * bytes.
   */
  long deleteBefore(long run, long tick) throws IOException {
    long bytes = 0;
    for (Path ofRun : list(folder)) {
      if (!isNumber(ofRun) || number(ofRun) > run) {
        continue;
      }
      for (Path file : list(ofRun)) {
        if (number(ofRun) < run || (isNumber(file) && number(file) < tick)) {
          bytes += file.toFile().length();
          Files.deleteIfExists(file);
        }
      }
      if (number(ofRun) < run) {
        Files.deleteIfExists(ofRun);
      }
    }
    return bytes;
  }

  /** Returns damaged keyframes, and foreign files among them. */
  List<JournalCheck.Damage> damages() {
    List<JournalCheck.Damage> damages = new ArrayList<>();
    for (Path run : list(folder)) {
      if (!isNumber(run) || !Files.isDirectory(run)) {
        damages.add(new JournalCheck.Damage(run, 0, JournalFile.FOREIGN));
        continue;
      }
      for (Path file : list(run)) {
        if (isNumber(file)) {
          check(number(run), number(file), damages);
        } else if (!file.toString().endsWith(UNFINISHED)) {
          damages.add(new JournalCheck.Damage(file, 0, JournalFile.FOREIGN));
        }
      }
    }
    return damages;
  }

  private void check(long run, long tick, List<JournalCheck.Damage> damages) {
    JournalCheck.Damage damage = damage(run, tick);
    if (damage != null && Files.exists(damage.file())) {
      damages.add(damage);
    }
  }

  private static boolean isNumber(Path path) {
    return NUMBER.matcher(String.valueOf(path.getFileName())).matches();
  }

  private static long number(Path path) {
    return Long.parseLong(String.valueOf(path.getFileName()));
  }

  private static List<Path> list(Path folder) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      all.forEach(found::add);
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.sort(Comparator.naturalOrder());
    return found;
  }
}
