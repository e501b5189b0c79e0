package io.nfcs.lab.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HistoryFileTest {
  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = folder.resolve("deep/history.jsonl");
  }

  @Test
  void shouldReadWhatWasAppended() throws IOException {
    append(0, "EPYC", 1.5, Double.NaN);
    append(1, "EPYC", 2.5, 7);
    List<HistoryEntry> entries = HistoryFile.read(file);
    assertEquals(2, entries.size());
    assertEquals(Instant.EPOCH.plusSeconds(1), entries.getLast().at());
    assertEquals("EPYC", entries.getLast().environment().get("cpu"));
    assertEquals(Map.of("a", 2.5, "b", 7.0), entries.getLast().values());
    assertEquals(Double.NaN, entries.getFirst().values().get("b"));
  }

  /** A level that rises by 5 % in noise of 1 %, and runs of another machine between. */
  @Test
  void shouldFindAChangeAmongRunsUnderTheSameConditions() throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    for (int run = 0; run < 40; run++) {
      double level = run < 25 ? 100 : 105;
      append(run, "EPYC", level * (1 + 0.01 * random.nextGaussian()), 1);
      append(run, "Xeon", 500 + run, 1);
    }
    append(40, "EPYC", 105, 1);
    List<HistoryEntry> history = HistoryFile.read(file);
    assertEquals(41, Trend.comparable(history).size());
    Trend trend = Trend.of(history).getFirst();
    assertEquals("a", trend.name());
    assertEquals(1, trend.changes().size());
    assertEquals(25, trend.changes().getFirst().index(), 1);
    assertEquals(List.of(), Trend.of(history).getLast().changes());
  }

  @Test
  void shouldNameTheLineThatIsDamaged() throws IOException {
    append(0, "EPYC", 1, 1);
    Files.writeString(file, "{\"at\": \"yesterday\"}\n", StandardOpenOption.APPEND);
    String failure = assertThrows(ConfigException.class, () -> HistoryFile.read(file)).toString();
    assertTrue(failure.contains("history.jsonl:2"), failure);
  }

  private void append(long second, String cpu, double a, double b) throws IOException {
    HistoryFile.append(
        file,
        new BenchmarkResults(
            Instant.EPOCH.plusSeconds(second),
            "0.1.0+abc",
            Map.of("cpu", cpu),
            Map.of(
                "some",
                List.of(
                    new Measurement("a", a, "s", null, null),
                    new Measurement("b", b, "s", null, null)))));
  }
}
