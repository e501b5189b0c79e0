package io.nfcs.semantic.wal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Which file of a log was begun last, in a file beside them: a name and the end of the line. Files
 * that are dropped are older, so that this one must be there.
 */
final class Manifest {
  private static final String NAME = "latest";

  private Manifest() {}

  /** Whether a folder has one, which every log has had since it was opened first. */
  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(NAME));
  }

  /** Refuses a log whose file that was begun last is not there. */
  static void check(Path folder, List<Path> files) throws IOException {
    String latest;
    try {
      latest = Files.readString(folder.resolve(NAME), StandardCharsets.US_ASCII).strip();
    } catch (NoSuchFileException first) {
      return;
    }
    if (files.stream().noneMatch(file -> file.getFileName().toString().equals(latest))) {
      throw new IOException(
          folder.resolve(latest)
              + ": is missing, the log goes on in it; the files that are there are "
              + files.stream().map(file -> file.getFileName().toString()).toList());
    }
  }

  /** Makes a file the one that was begun last; the folder is to be forced. */
  static void write(Path folder, Path latest) throws IOException {
    Path fresh = folder.resolve(NAME + ".new");
    // not a channel, which an interrupt of the caller would close
    try (RandomAccessFile file = new RandomAccessFile(fresh.toFile(), "rw")) {
      file.setLength(0);
      file.write((latest.getFileName() + "\n").getBytes(StandardCharsets.US_ASCII));
      file.getFD().sync();
    }
    Files.move(
        fresh,
        folder.resolve(NAME),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
