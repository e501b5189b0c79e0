package io.nfcs.config;

import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that may be opened: one that is found in a folder, which anybody may have filled, may as
 * well be a pipe, whose opening waits for a writer without end, or a device.
 */
public final class RegularFile {
  private RegularFile() {}

  /**
   * Lets a regular file pass, and one that is not there, which its opening tells of; links are
   * followed.
   *
   * @return the file
   * @throws FileNotFoundException if it is a pipe, a folder, a device or the like
   */
  public static Path of(Path file) throws FileNotFoundException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new FileNotFoundException(file + " is not a regular file");
    }
    return file;
  }
}
