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
 * A folder of policies that is looked at again and again. What is in it counts once it has been the
 * same, all files together, on several looks one after the other, so that neither a file that is
 * half written nor one of two that belong together takes effect.
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

  /** What one look found: signature and texts, or why they cannot be read. */
  private record Look(
      long signature, @Nullable SortedMap<String, String> texts, @Nullable String error) {}

  /**
   * A folder that has not been looked at.
   *
   * @param agreeing looks after the first that must find the same, 1 or more
   */
  PolicyFolder(Path folder, int agreeing) {
    this.folder = folder;
    this.agreeing = agreeing;
  }

  /** Returns the policies as they are now; later looks are for others. */
  PolicySet load() {
    known = signature();
    return PolicySet.of(folder.toString(), PolicyFiles.texts(folder));
  }

  /**
   * Looks once.
   *
   * @return other policies, if there are any and the folder has come to rest; until they are {@link
   *     #taken()} each look that finds the same answers them again
   * @throws ConfigException if they are wrong, once
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

  /** What the last look answered is in force. */
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

  /** Changes when a file is added, removed, replaced or written. */
  private long signature() {
    Map<String, Long> files = new TreeMap<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.yaml")) {
      for (Path file : found) {
        files.put(String.valueOf(file.getFileName()), signature(file));
      }
    } catch (IOException | DirectoryIteratorException e) {
      return 0; // what is wrong is said by who reads it
    }
    long signature = 1;
    for (Map.Entry<String, Long> file : files.entrySet()) {
      signature = Digest.mix(Digest.mix(signature, file.getKey().hashCode()), file.getValue());
    }
    return signature;
  }

  private static long signature(Path file) throws IOException {
    if (!Files.exists(file)) {
      return 0; // gone meanwhile, or a link to nothing, and the others still count
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
