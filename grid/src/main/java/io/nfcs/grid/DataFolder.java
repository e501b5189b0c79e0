package io.nfcs.grid;

import io.nfcs.config.FileReason;
import io.nfcs.config.OwnerOnly;
import io.nfcs.config.StartException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder all of a grid's files are in, locked against other processes.
 *
 * <p>A file {@code nfcs.lock} marks the folder as ours and carries the lock and the process id of
 * its holder, in decimal digits. The locked byte is the last that a file could have, so that others
 * can read the digits. The system drops the lock on any death of the process.
 *
 * <p><b>Threads.</b> Any; of two that lock one folder in this process one is refused. <b>Owns</b>
 * the lock until {@link #close()}. <b>Fails</b> with a {@link StartException} that names the folder
 * and the obstacle; nothing is locked then.
 */
final class DataFolder implements AutoCloseable {
  private static final String LOCK = "nfcs.lock";

  /**
   * Folders this process holds. They are looked up before the file is opened, because closing any
   * channel of a file makes POSIX drop every lock the process has on it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;

  private DataFolder(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  static DataFolder lock(Path dir) {
    Path path = dir.toAbsolutePath().normalize();
    checkOurs(path);
    if (!HELD.add(path)) {
      throw inUse(path, Long.toString(ProcessHandle.current().pid()));
    }
    try {
      return new DataFolder(path, lockFile(path));
    } catch (RuntimeException | Error failure) {
      HELD.remove(path);
      throw failure;
    }
  }

  private static FileChannel lockFile(Path path) {
    FileChannel channel = null;
    try {
      OwnerOnly.folder(path);
      channel =
          FileChannel.open(
              path.resolve(LOCK),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (!tryLock(channel)) {
        String holder = read(channel);
        close(channel);
        throw inUse(path, holder);
      }
      OwnerOnly.tree(path);
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
          0);
      return channel;
    } catch (IOException e) {
      close(channel);
      throw new StartException(
          "data folder " + path + " cannot be written: " + FileReason.of(path, e), e);
    }
  }

  Path path() {
    return path;
  }

  /** Gives the folder back, once all files in it are their owner's alone. */
  @Override
  public void close() {
    try {
      OwnerOnly.tree(path);
    } catch (IOException unreadable) {
      // the folder itself is closed to others
    }
    close(channel);
    HELD.remove(path);
  }

  private static StartException inUse(Path path, String holder) {
    return new StartException(
        "data folder "
            + path
            + " is in use by process "
            + holder
            + "; stop it or use another folder",
        null);
  }

  /** Refuses a folder that holds files but not our mark: it belongs to somebody else. */
  private static void checkOurs(Path path) {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new StartException("data folder " + path + " is a file; expected a folder", null);
    }
    if (!Files.isDirectory(path) || Files.exists(path.resolve(LOCK))) {
      return;
    }
    try (Stream<Path> list = Files.list(path)) {
      List<Path> found = list.limit(3).map(Path::getFileName).toList();
      if (!found.isEmpty()) {
        throw new StartException(
            "data folder "
                + path
                + " holds files that are not ours, such as "
                + found
                + "; expected an empty folder or that of an earlier run, which has a file "
                + LOCK,
            null);
      }
    } catch (IOException e) {
      throw new StartException(
          "data folder " + path + " cannot be read: " + FileReason.of(path, e), e);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    FileLock lock = channel.tryLock(Long.MAX_VALUE - 1, 1, false);
    return lock != null;
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(32);
    channel.read(pid, 0);
    return new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII);
  }

  private static void close(@Nullable FileChannel channel) {
    if (channel == null) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new StartException("lock of the data folder cannot be given back", e);
    }
  }
}
