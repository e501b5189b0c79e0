package io.nfcs.grid.ignite;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A small file system of its own, in memory, that can be filled. Only root may have one.
 *
 * <p><b>Threads.</b> One. <b>Owns</b> the mount.
 */
public final class SmallDisk implements AutoCloseable {
  private final Path mount;

  private SmallDisk(Path mount) {
    this.mount = mount;
  }

  /** Returns whether this machine allows such disks, for conditions of tests. */
  public static boolean isPossible() {
    try {
      Path mount = Files.createTempDirectory("disk");
      try (SmallDisk _ = mount(mount, 1)) {
        return true;
      } finally {
        Files.deleteIfExists(mount);
      }
    } catch (IOException e) {
      return false;
    }
  }

  /** Mounts a disk of a number of megabytes. */
  public static SmallDisk mount(Path mount, int megabytes) throws IOException {
    Files.createDirectories(mount);
    run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", mount.toString());
    return new SmallDisk(mount);
  }

  /** Fills the disk. */
  public void fill() throws IOException {
    for (int bytes : new int[] {1 << 20, 1 << 12}) {
      try (OutputStream out = Files.newOutputStream(filler(bytes))) {
        byte[] block = new byte[bytes];
        while (true) {
          out.write(block);
        }
      } catch (IOException full) {
        // no more fits
      }
    }
  }

  /** Frees the space. */
  public void free() throws IOException {
    for (int bytes : new int[] {1 << 20, 1 << 12}) {
      Files.deleteIfExists(filler(bytes));
    }
  }

  @Override
  public void close() throws IOException {
    run("umount", "-l", mount.toString());
  }

  private Path filler(int bytes) {
    return mount.resolve("filler-" + bytes);
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(List.of(command) + ": " + printed);
    }
  }
}
