package io.nfcs.config;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Permissions of files and folders for their owner only: 0600 and 0700.
 *
 * <p>What belongs to another user, or is on a file system that knows no such rights, stays as it
 * is. <b>Threads.</b> Any.
 */
public final class OwnerOnly {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private OwnerOnly() {}

  /** Makes a folder that is its owner's alone, or takes it from the others. */
  public static void folder(Path folder) throws IOException {
    Files.createDirectories(folder);
    set(folder, FOLDER);
  }

  /** Takes a file from the others. */
  public static void file(Path file) {
    set(file, FILE);
  }

  /** Takes a folder with all that is in it from the others, as far as it is there by now. */
  public static void tree(Path folder) throws IOException {
    FileVisitor<Path> visitor =
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
            set(each, FOLDER);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              set(each, FILE);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path each, IOException goneMeanwhile) {
            return FileVisitResult.CONTINUE;
          }
        };
    Files.walkFileTree(folder, visitor);
  }

  private static void set(Path path, Set<PosixFilePermission> rights) {
    try {
      if (!Files.getPosixFilePermissions(path).equals(rights)) {
        Files.setPosixFilePermissions(path, rights);
      }
    } catch (UnsupportedOperationException | IOException notOurs) {
      // deleted meanwhile, another user's, or on a file system with other means of access control
    }
  }
}
