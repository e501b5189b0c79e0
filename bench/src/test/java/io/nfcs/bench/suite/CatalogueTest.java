package io.nfcs.bench.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.bench.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing that measures is missing from the list. */
@Timeout(60)
class CatalogueTest {
  @Test
  void shouldListEveryJmhBenchmarkOfTheSources() throws IOException {
    Path folder = Sources.ROOT.resolve("bench/src/main/java/io/nfcs/bench/jmh");
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.endsWith("Benchmark.java"))
              .map(name -> name.replace("Benchmark.java", ""))
              .collect(Collectors.toCollection(TreeSet::new)),
          Catalogue.jmh().keySet());
    }
  }

  @Test
  void shouldSayOfEachInOneLineWhatItShows() {
    Stream.of(Catalogue.commands(), Catalogue.jmh())
        .map(Map::entrySet)
        .flatMap(entries -> entries.stream())
        .forEach(entry -> {
          assertFalse(entry.getValue().isBlank(), entry.getKey());
          assertTrue(entry.getValue().lines().count() == 1, entry.getKey());
        });
    assertTrue(
        Catalogue.commands()
            .keySet()
            .containsAll(
                BenchmarkSuite.components().keySet().stream()
                    .map(name -> "nfcs bench " + name)
                    .toList()));
  }
}
