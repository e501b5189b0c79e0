package io.nfcs.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The sources of the checkout that the tests look at. */
public final class Sources {
  public static final Path ROOT = Path.of(System.getProperty("nfcs.root"));

  private Sources() {}

  /** Returns the folders of the compiled classes of all modules, their tests as well. */
  public static List<Path> classFolders() {
    try (Stream<Path> folders = Files.find(ROOT, 4, (path, attributes) -> isClassFolder(path))) {
      return folders.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isClassFolder(Path path) {
    return path.endsWith("target/classes") || path.endsWith("target/test-classes");
  }

  /** Returns all Java files of all modules, except for generated ones. */
  public static List<Path> java() throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            String name = String.valueOf(dir.getFileName());
            boolean ours = dir.equals(ROOT) || !(name.equals("target") || name.startsWith("."));
            return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }
}
