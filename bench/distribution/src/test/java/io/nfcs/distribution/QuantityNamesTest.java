package io.nfcs.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nfcs.house.Sources;
import io.nfcs.tick.ModelQuantities;
import io.nfcs.tick.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The name of a quantity, its column and its metric are written where it is declared, and in no
 * other module: all others ask the declaration.
 */
@Timeout(60)
class QuantityNamesTest {
  private static final Path DECLARED = Path.of("pipeline");

  @Test
  void shouldBeWrittenInOneModuleOnly() throws IOException {
    List<String> elsewhere = new ArrayList<>();
    TreeSet<String> declared = new TreeSet<>();
    for (Path file : Sources.java()) {
      Path path = Sources.ROOT.relativize(file);
      if (path.toString().contains("src/main")) {
        String source = Files.readString(file);
        for (Quantity quantity : ModelQuantities.ALL) {
          for (String name : List.of(quantity.name(), quantity.column(), quantity.metric())) {
            if (source.contains('"' + name + '"')) {
              if (path.startsWith(DECLARED)) {
                declared.add(quantity.name());
              } else {
                elsewhere.add(name + " in " + path);
              }
            }
          }
        }
      }
    }
    assertEquals(List.of(), elsewhere);
    assertEquals(ModelQuantities.ALL.size(), declared.size(), declared::toString);
  }
}
