package io.nfcs.semantic.wal;

import io.nfcs.config.RegularFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Name of the log file that was begun last, in a file beside the log's folder. Dropped files are
 * older, so the named file must exist.
 *
 * @param folder folder of that file
 */
record Manifest(Path folder) {
  private static final String NAME = "log.latest";

  Path file() {
    return folder.resolve(NAME);
  }

  /** Refuses a log without the file that was begun last. */
  void check(Path log, List<Path> files) throws IOException {
    String latest;
    try {
      latest = Files.readString(RegularFile.of(file()), StandardCharsets.US_ASCII).strip();
    } catch (NoSuchFileException first) {
      return;
    }
    if (files.stream().noneMatch(one -> one.getFileName().toString().equals(latest))) {
      throw new IOException(
          log.resolve(latest)
              + ": is missing, but the log continues in it; the existing files are "
              + files.stream().map(one -> one.getFileName().toString()).toList());
    }
  }

  /** Records a file as the latest; names must be forced. */
  void write(Path latest) throws IOException {
    Path fresh = folder.resolve(NAME + ".new");
    // not a channel, which an interrupt of the caller would close
    try (RandomAccessFile out = new RandomAccessFile(fresh.toFile(), "rw")) {
      out.setLength(0);
      out.write((latest.getFileName() + "\n").getBytes(StandardCharsets.US_ASCII));
      out.getFD().sync();
    }
    Files.move(fresh, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
