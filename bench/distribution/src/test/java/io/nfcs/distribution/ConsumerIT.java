package io.nfcs.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.JvmFlags;
import io.nfcs.house.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A project of somebody else, which has the artefacts by Maven, with a repository of its own. */
@Timeout(240)
class ConsumerIT {
  private static final Path LIB = Sources.ROOT.resolve("bench/distribution/target/lib");

  @TempDir Path folder;

  private Consumer consumer;

  @BeforeEach
  void publish() throws IOException {
    consumer = Consumer.in(folder);
  }

  @Test
  void shouldResolveWhatIsTested() throws Exception {
    List<Path> all =
        consumer.resolve(
            "nfcs-command",
            "nfcs-lab",
            "nfcs-constitution",
            "nfcs-esc",
            "nfcs-monitor",
            "nfcs-redis",
            "nfcs-semantic",
            "nfcs-solvers");
    try (Stream<Path> files = Files.list(LIB)) {
      assertEquals(names(files), names(all.stream()));
    }
  }

  @Test
  void shouldEmbedTheShippedSettingsWithTheSolversAlone() throws Exception {
    List<Path> jars = consumer.resolve("nfcs-pipeline", "nfcs-solvers");
    try (Stream<Path> files = Files.list(LIB)) {
      assertTrue(names(files).containsAll(names(jars.stream())), jars::toString);
    }
    consumer.compile(
        jars,
        "Embedding",
        """
        import io.nfcs.config.Shipped;
        import io.nfcs.grid.Grid;
        import io.nfcs.journal.JournalReader;
        import io.nfcs.pipeline.Nfcs;
        import java.nio.file.Path;
        import java.time.Duration;

        public class Embedding {
          public static void main(String[] args) throws Exception {
            Path data = Path.of(args[1]);
            switch (args[0]) {
              case "grid" -> Grid.start(data, Shipped.settings()).close();
              case "journal" -> new JournalReader(data).close();
              default -> run(data);
            }
          }

          static void run(Path data) throws Exception {
            Nfcs.Context context =
                new Nfcs.Context()
                    .config(Shipped.settings())
                    .set("pipeline.stages", "{cgl: [], kuramoto: [], risk: [cgl, kuramoto]}")
                    .set("run.ticks", "20")
                    .set("grid.thin_client_port", "0")
                    .dataDir(data);
            try (Nfcs nfcs = Nfcs.start(context)) {
              while (!nfcs.await(Duration.ofSeconds(1))) {}
              System.out.println("ticks " + nfcs.stop().ticks());
            }
          }
        }
        """);
    Path options = Files.writeString(folder.resolve("jvm.options"), printed(jars));
    assertEquals(Files.readString(Sources.ROOT.resolve("config/jvm.options")), printed(jars));
    String data = folder.resolve("data").toString();
    String ran = consumer.java(jars, List.of("@" + options), "Embedding", "run", data);
    assertTrue(ran.contains("ticks 20"), ran);
    for (String entry : List.of("run", "grid", "journal")) {
      String refused = consumer.java(jars, List.of(), "Embedding", entry, data);
      List<String> named =
          refused.lines().filter(line -> line.startsWith("  --")).map(String::strip).toList();
      assertEquals(needed(entry), Set.copyOf(named), refused);
    }
  }

  private String printed(List<Path> jars) throws IOException, InterruptedException {
    return consumer.java(jars, List.of(), "io.nfcs.config.JvmOptions");
  }

  private static Set<String> needed(String entry) {
    Stream<JvmFlags.Part> parts =
        switch (entry) {
          case "grid" -> Stream.of(JvmFlags.Part.NODE);
          case "journal" -> Stream.of(JvmFlags.Part.BUFFERS);
          default -> Stream.of(JvmFlags.Part.values());
        };
    return parts.flatMap(part -> part.flags().stream()).collect(Collectors.toSet());
  }

  private static Set<String> names(Stream<Path> files) {
    return files
        .map(file -> String.valueOf(file.getFileName()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
