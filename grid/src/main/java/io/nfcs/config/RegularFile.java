package io.nfcs.config;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

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
    if (isOther(file)) {
      throw new FileNotFoundException(file + " is not a regular file");
    }
    return file;
  }

  /** Whether there is something of the name that is not a regular file; links are followed. */
  static boolean isOther(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file);
  }

  /**
   * Reads a text in UTF-8.
   *
   * @return the text, {@code null} if it has more bytes than that
   * @throws IOException if it is not a regular file, not such a text, or cannot be read
   */
  public static @Nullable String text(Path file, int mostBytes) throws IOException {
    try (InputStream in = Files.newInputStream(of(file))) {
      byte[] bytes = in.readNBytes(mostBytes + 1);
      return bytes.length > mostBytes
          ? null
          : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }
}
