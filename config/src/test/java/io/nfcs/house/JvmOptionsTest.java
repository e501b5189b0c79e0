package io.nfcs.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Check that the manifest of the runnable jar opens the packages of {@code config/jvm.options}. */
@Timeout(60)
class JvmOptionsTest {
  @ParameterizedTest
  @CsvSource({"Add-Exports,--add-exports", "Add-Opens,--add-opens"})
  void shouldOpenTheSameInTheManifest(String attribute, String flag) throws IOException {
    Set<String> flags =
        options().stream()
            .filter(line -> line.startsWith(flag + "="))
            .map(line -> line.substring(flag.length() + 1).replace("=ALL-UNNAMED", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertFalse(flags.isEmpty());
    assertEquals(flags, new TreeSet<>(List.of(manifest(attribute).split(" "))));
  }

  @Test
  void shouldOpenNativeAccessInTheManifest() throws IOException {
    assertEquals("ALL-UNNAMED", manifest("Enable-Native-Access"));
  }

  private static List<String> options() throws IOException {
    return Files.readAllLines(Sources.ROOT.resolve("config/jvm.options"));
  }

  private static String manifest(String attribute) throws IOException {
    String pom = Files.readString(Sources.ROOT.resolve("bench/distribution/pom.xml"));
    return Pattern.compile("<" + attribute + ">(.*)</" + attribute + ">")
        .matcher(pom)
        .results()
        .findFirst()
        .orElseThrow()
        .group(1);
  }
}
