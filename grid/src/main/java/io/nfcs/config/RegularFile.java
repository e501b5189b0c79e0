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
 * Check that a file may be opened. In a folder that others write to, a name may also be that of a
 * pipe, whose opening waits for a writer without end, or of a device.
 */
public final class RegularFile {
  private RegularFile() {}

  /**
   * Returns the file if it is regular or missing, which its opening reports; links are followed.
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

  /** Returns whether the name is that of something else than a regular file; links are followed. */
  static boolean isOther(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file);
  }

  /**
   * Reads a text in UTF-8.
   *
   * @param mostBytes bytes that are read at most; below {@link Integer#MAX_VALUE}
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
