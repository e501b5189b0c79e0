package io.nfcs.distribution.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A disk of its own (a loop device with ext4) on which each write can be made to wait for a tenth
 * of a second. Only root of a machine with loop devices has such a disk.
 */
final class FreezingDisk implements AutoCloseable {
  private static final int MEGABYTES = 400;

  private final Path mount;

  private FreezingDisk(Path mount) {
    this.mount = mount;
  }

  /** Returns whether this machine allows such a disk, for conditions of tests. */
  static boolean isPossible() {
    try {
      Path image = Files.createTempFile("disk", ".img");
      Path mount = Files.createTempDirectory("disk");
      try (FreezingDisk _ = mount(image, mount)) {
        return true;
      } finally {
        Files.deleteIfExists(image);
        Files.deleteIfExists(mount);
      }
    } catch (IOException | AssertionError e) {
      return false;
    }
  }

  /**
   * Mounts a new one.
   *
   * @param image file that holds the disk
   * @param mount folder, made where there is none
   */
  static FreezingDisk mount(Path image, Path mount) throws IOException {
    Files.createDirectories(mount);
    run("truncate", "-s", MEGABYTES + "M", image.toString());
    run("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", image.toString());
    run("mount", "-o", "loop", image.toString(), mount.toString());
    // the loop would take it for a foreign file
    Files.deleteIfExists(mount.resolve("lost+found"));
    return new FreezingDisk(mount);
  }

  /** Makes writes wait from soon on, for at least 110 ms; does not wait itself. */
  void freeze() {
    try {
      // a process of its own thaws the disk even if this one cannot
      new ProcessBuilder(
              "sh",
              "-c",
              "sleep 0.01; fsfreeze -f \"$0\"; sleep 0.11; fsfreeze -u \"$0\"",
              mount.toString())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    // one more process may be about to freeze it
    run("sh", "-c", "sleep 0.3; umount \"$0\"", mount.toString());
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.onExit().join().exitValue(), () -> List.of(command) + ": " + printed);
  }
}
