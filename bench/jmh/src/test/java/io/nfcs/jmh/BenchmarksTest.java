package io.nfcs.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Check that the list has every benchmark of the sources. */
@Timeout(60)
class BenchmarksTest {
  private static final Path SOURCES = Path.of("src/main/java/io/nfcs/jmh");

  @Test
  void shouldListEveryBenchmark() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      assertEquals(
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.endsWith("Benchmark.java"))
              .map(name -> name.replace("Benchmark.java", ""))
              .collect(Collectors.toCollection(TreeSet::new)),
          Benchmarks.shown().keySet());
    }
  }

  /** {@code nfcs bench --jmh} has no benchmark on its class path, but plots their results. */
  @Test
  void shouldBeDescribedToTheLab() throws IOException {
    Path file = Path.of("../lab/src/main/resources/io/nfcs/lab/report/benchmarks.txt");
    String described = Benchmarks.descriptions();
    if (Boolean.getBoolean("config.fix")) {
      Files.writeString(file, described);
    }
    assertEquals(described, Files.readString(file), "rewrite with -Dconfig.fix=true");
  }

  @Test
  void shouldSayOfEachInOneLineWhatItShows() {
    Benchmarks.shown()
        .forEach((name, shows) -> assertEquals(1, shows.strip().lines().count(), name));
  }
}
