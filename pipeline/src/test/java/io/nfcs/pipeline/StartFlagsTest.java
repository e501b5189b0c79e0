package io.nfcs.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.Lease;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.config.JvmFlags.Part;
import io.nfcs.config.NfcsConfig;
import io.nfcs.config.StartException;
import io.nfcs.grid.NearCaches;
import io.nfcs.journal.JournalReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A JVM without flags: each entry point names the flags that it needs, and no others. */
@Timeout(120)
class StartFlagsTest {
  @TempDir Path folder;

  /** An entry point. */
  enum Entry {
    RUN(Part.values()),
    JOURNAL(Part.BUFFERS),
    REPLAY(Part.BUFFERS),
    NEAR();

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable, which its type does not show
    private final List<Part> parts;

    Entry(Part... parts) {
      this.parts = List.of(parts);
    }
  }

  @ParameterizedTest
  @EnumSource(Entry.class)
  void shouldNameTheFlagsThatAreNeeded(Entry entry) throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Forked.class.getName(),
                entry.name(),
                folder.toString())
            .redirectError(folder.resolve("err").toFile())
            .start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, process.waitFor(), printed);
    Set<String> named =
        printed
            .lines()
            .filter(line -> line.startsWith("  --"))
            .map(String::strip)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> needed =
        entry.parts.stream()
            .flatMap(part -> part.flags().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(needed, named, printed);
    if (needed.isEmpty()) {
      assertEquals("FRESH 2.0", printed);
    }
  }

  /** Program of the forked JVM. */
  static final class Forked {
    private Forked() {}

    /** Runs an entry point in a folder. */
    public static void main(String[] arguments) throws IOException {
      Path folder = Path.of(arguments[1]);
      try {
        switch (Entry.valueOf(arguments[0])) {
          case RUN -> Nfcs.start(new Nfcs.Context().dataDir(folder.resolve("data"))).close();
          case JOURNAL -> new JournalReader(folder).close();
          case REPLAY -> {
            Files.createFile(folder.resolve("metadata.cq4t"));
            var _ = Nfcs.replay(folder, ticks -> {});
          }
          case NEAR -> near();
        }
      } catch (StartException refused) {
        System.out.println(refused.getMessage());
      } catch (Throwable other) {
        System.out.println(Arrays.toString(arguments) + ": " + other);
        System.exit(1);
      }
    }

    private static void near() {
      CacheSpec<Long, double[]> roots =
          CacheSpec.of("roots", Codec.number(), Codec.doubles())
              .loader(key -> new double[] {Math.sqrt(key)});
      try (NearCaches caches = new NearCaches(NfcsConfig.parse("t", "cache: {near_bytes: 32MiB}"));
          TieredCache<Long, double[]> cache = caches.open(roots);
          Lease lease = cache.lease()) {
        System.out.println(cache.get(4L, lease) + " " + lease.doubleAt(0));
        lease.release();
      }
    }
  }
}
