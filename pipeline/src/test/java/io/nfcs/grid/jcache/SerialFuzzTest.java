package io.nfcs.grid.jcache;

import io.nfcs.fuzz.Fuzzing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Serial forms that Jazzer derives from valid ones, for a minute; in the module that has Jazzer.
 */
@Tag("torture")
@Timeout(300)
class SerialFuzzTest {
  @TempDir Path folder;

  @Test
  void shouldReadOrRefuseAnyBytes() throws Exception {
    Path forms = Files.createDirectory(folder.resolve("forms"));
    Map<String, Object> map = new HashMap<>(Map.of("a", 1, "b", Set.of(2, 3)));
    map.put("c", new ArrayList<>(List.of(new HashSet<>(Set.of("x")), new long[] {1, 2})));
    Files.write(forms.resolve("map"), Forms.SERIALIZER.bytes(map));
    Files.write(forms.resolve("text"), Forms.SERIALIZER.bytes("text"));
    Fuzzing.run(Forms.class, folder, forms);
  }

  static final class Forms {
    static final Serializer SERIALIZER =
        new Serializer(
            SerialFuzzTest.class.getClassLoader(),
            new JCacheSettings("", List.of(), 20, 10_000, 65_536, 1 << 20));

    private Forms() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] data) {
      try {
        SERIALIZER.value(data, 0);
      } catch (IllegalArgumentException refused) {
        if (refused.getMessage() == null) {
          throw refused;
        }
      }
    }
  }
}
