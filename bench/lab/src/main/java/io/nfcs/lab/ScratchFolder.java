package io.nfcs.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder that a benchmark writes to, deleted when it is closed.
 *
 * @param path of the folder
 */
public record ScratchFolder(Path path) implements AutoCloseable {
  /** Creates a folder below the folder for temporary files. */
  public static ScratchFolder create() throws IOException {
    return new ScratchFolder(Files.createTempDirectory("nfcs-bench"));
  }

  /** Deletes the folder with its content; no file of it may be written meanwhile. */
  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
