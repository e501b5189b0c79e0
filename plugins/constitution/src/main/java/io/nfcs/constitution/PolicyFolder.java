package io.nfcs.constitution;

import io.nfcs.config.ConfigException;
import io.nfcs.memory.Digest;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A folder of policies that is checked periodically. Its content counts once all files have been
 * unchanged on several consecutive looks, so that neither a half-written file nor one of two that
 * belong together takes effect.
 *
 * <p><b>Threads.</b> One at a time.
 */
final class PolicyFolder {
  private static final LinkOption[] FOLLOWED = {};

  private final Path folder;
  private final int agreeing;
  private long known;
  private @Nullable Look last;
  private int agreed;

  /** Result of one look: signature and texts, or the reason why they cannot be read. */
  private record Look(
      long signature, @Nullable SortedMap<String, String> texts, @Nullable String error) {}

  /**
   * Creates a folder without a look so far.
   *
   * @param agreeing looks after the first that must be equal to it, 1 or more
   */
  PolicyFolder(Path folder, int agreeing) {
    this.folder = folder;
    this.agreeing = agreeing;
  }

  /** Returns the present policies; later looks return changed ones only. */
  PolicySet load() {
    known = signature();
    return PolicySet.of(folder.toString(), PolicyFiles.texts(folder));
  }

  /**
   * Checks the folder once.
   *
   * @return changed policies, if the folder has settled; until they are {@link #taken()} each equal
   *     look returns them again
   * @throws ConfigException if they are invalid, once
   */
  @Nullable PolicySet look() {
    long signature = signature();
    if (signature == known) {
      last = null;
      return null;
    }
    Look now = look(signature);
    agreed = now.equals(last) ? agreed + 1 : 0;
    last = now;
    if (agreed < agreeing) {
      return null;
    }
    try {
      if (now.texts == null) {
        throw new ConfigException(String.valueOf(now.error));
      }
      return PolicySet.of(folder.toString(), now.texts);
    } catch (ConfigException refused) {
      known = signature;
      throw refused;
    }
  }

  /** Notes that the policies of the last look are in force. */
  void taken() {
    if (last != null) {
      known = last.signature;
    }
  }

  private Look look(long signature) {
    try {
      return new Look(signature, PolicyFiles.texts(folder), null);
    } catch (ConfigException unreadable) {
      return new Look(signature, null, unreadable.getMessage());
    }
  }

  /** Returns a signature that changes when a file is added, removed, replaced or written. */
  private long signature() {
    Map<String, Long> files = new TreeMap<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.yaml")) {
      for (Path file : found) {
        files.put(String.valueOf(file.getFileName()), signature(file));
      }
    } catch (IOException | DirectoryIteratorException e) {
      return 0; // the reader of the folder reports the error
    }
    long signature = 1;
    for (Map.Entry<String, Long> file : files.entrySet()) {
      signature = Digest.mix(Digest.mix(signature, file.getKey().hashCode()), file.getValue());
    }
    return signature;
  }

  private static long signature(Path file) throws IOException {
    if (!Files.exists(file)) {
      return 0; // deleted meanwhile, or a dangling link; the others still count
    }
    BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class, FOLLOWED);
    long signature = Digest.mix(is.size(), is.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    // a copy may keep the time of its original
    signature = Digest.mix(signature, String.valueOf(is.fileKey()).hashCode());
    if (file.getFileSystem().supportedFileAttributeViews().contains("unix")
        && Files.getAttribute(file, "unix:ctime", FOLLOWED) instanceof FileTime changed) {
      signature = Digest.mix(signature, changed.to(TimeUnit.NANOSECONDS));
    }
    return signature;
  }
}
