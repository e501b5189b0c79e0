package io.nfcs.lab.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Check that the list has everything that measures. */
@Timeout(60)
class CatalogueTest {
  @Test
  void shouldSayOfEachInOneLineWhatItShows() {
    Catalogue.commands()
        .forEach((name, shows) -> assertEquals(1, shows.strip().lines().count(), name));
    assertTrue(
        Catalogue.commands()
            .keySet()
            .containsAll(
                BenchmarkSuite.components().keySet().stream()
                    .map(name -> "nfcs bench " + name)
                    .toList()));
  }
}
