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
import java.util.Set;
import java.util.stream.Stream;

/** The sources of the checkout that the tests look at. */
public final class Sources {
  public static final Path ROOT = Path.of(System.getProperty("nfcs.root"));

  private static final Set<String> NOT_SOURCES = Set.of("target", ".git", "node_modules");

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
    return files("java");
  }

  /** Returns all files with one of some extensions, except for what is generated. */
  static List<Path> files(String... extensions) throws IOException {
    Set<String> wanted = Set.of(extensions);
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            boolean skipped = NOT_SOURCES.contains(String.valueOf(dir.getFileName()));
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = file.toString();
            if (wanted.contains(name.substring(name.lastIndexOf('.') + 1))) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }
}
