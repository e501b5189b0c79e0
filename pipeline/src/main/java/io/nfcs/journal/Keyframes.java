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
 * The keyframes of a journal, each in a file {@code keyframes/RUN/TICK} of its folder.
 *
 * <p>A keyframe is there as a whole or not at all: it is written beside its place and moved there.
 *
 * <p><b>Threads.</b> Any; one writes. <b>Fails</b> with an {@link UncheckedIOException} if a folder
 * cannot be read.
 */
public final class Keyframes {
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");
  private static final String UNFINISHED = ".unfinished";

  private final Path folder;

  /** The keyframes of the journal in a folder. */
  public Keyframes(Path journal) {
    folder = folder(journal);
  }

  static Path folder(Path journal) {
    return journal.resolve("keyframes");
  }

  /** The ticks of a run that a keyframe stands before. */
  public NavigableSet<Long> ticks(long run) {
    NavigableSet<Long> ticks = new TreeSet<>();
    for (Path file : list(folder.resolve(Long.toString(run)))) {
      if (isNumber(file)) {
        ticks.add(number(file));
      }
    }
    return ticks;
  }

  /** The file of a keyframe, whether or not it is there. */
  public Path file(long run, long tick) {
    return folder.resolve(Long.toString(run)).resolve(Long.toString(tick));
  }

  /**
   * Reads a keyframe.
   *
   * @throws IOException if it is damaged, is not there or cannot be read; the message says why
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
   * The last tick, up to another, at which a run can be entered: one that an intact keyframe stands
   * before, or the first.
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
   * What is said of ticks that cannot be executed.
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
            + " on, for the journal does not hold tick "
            + missing);
  }

  /** Whether a keyframe is there and is not damaged. */
  public boolean isIntact(long run, long tick) {
    return damage(run, tick) == null;
  }

  /** What is wrong with a keyframe, {@code null} if it is there and is not damaged. */
  public JournalCheck.@Nullable Damage damage(long run, long tick) {
    try {
      read(run, tick);
      return null;
    } catch (IOException damaged) {
      return new JournalCheck.Damage(file(run, tick), 0, String.valueOf(damaged.getMessage()));
    }
  }

  /** Writes a keyframe; answers its bytes. */
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

  /** Deletes those of a run after a tick. */
  public void deleteAfter(long run, long tick) throws IOException {
    for (long after : ticks(run).tailSet(tick, false)) {
      Files.deleteIfExists(file(run, after));
    }
  }

  /** Their bytes on the disk. */
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
   * Deletes those of runs before a run, and those of that run before a tick; answers their bytes.
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

  /** What is wrong with them: damaged files, and others that have no business there. */
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
