package io.nfcs.lab.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.nfcs.lab.OpenedPage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a real browser. */
@Timeout(120)
class ComparisonPageTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1280, 400})
  void shouldShowADifference(int width) throws Exception {
    JsonNode page = open(compare("EPYC"), "comparison", width);
    assertTrue(page.at("/verdict").asText().startsWith("worse: a tick takes +"), page::toString);
    assertEquals("Replay benchmark: worse", page.at("/title").asText());
    assertEquals(2, page.at("/charts").asInt(), page::toString);
    assertEquals(4, page.at("/rows").asInt(), page::toString);
    assertTrue(page.at("/facts").asText().contains("200 ticks of run"), page::toString);
    assertEquals("", page.at("/environment").asText(), "nothing differs");
    assertTrue(page.at("/same").asText().contains("EPYC"), page::toString);
    assertEquals(1, page.at("/folded").asInt(), page::toString);
  }

  @Test
  void shouldWriteTimesAsAPersonWould() throws Exception {
    JsonNode page = open(compare("EPYC"), "comparison", 1280);
    assertEquals(
        "[[\"0.8 us\",\"1 us\",\"1.2 us\"],"
            + "[\"900 us\",\"1 ms\",\"1.1 ms\",\"1.2 ms\",\"1.3 ms\"],"
            + "[\"100 us\",\"1 ms\",\"10 ms\",\"100 ms\",\"1 s\"],"
            + "[\"1 ms\",\"10 ms\",\"100 ms\",\"1 s\",\"10 s\",\"100 s\",\"1000 s\"]]",
        page.at("/labels").toString());
    assertEquals(
        "[\"0 us\",\"0.020 us\",\"10.0 us\",\"1.00 ms\",\"1.00 s\",\"60.0 s\"]",
        page.at("/times").toString());
    assertEquals("[\"1 round\",\"2 rounds\"]", page.at("/counts").toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {1280, 400})
  void shouldSayWhyThereIsNone(int width) throws Exception {
    JsonNode page = open(compare("<b>&\"</script>"), "incomparable", width);
    assertEquals(
        "incomparable: cpu differs, EPYC and <b>&\"</script>", page.at("/verdict").asText());
    assertTrue(page.at("/environment").asText().contains("EPYC"), page::toString);
    assertEquals(0, page.at("/charts").asInt(), page::toString);
  }

  private Comparison compare(String cpu) throws IOException {
    Path one = WrittenJournal.write(folder.resolve("one"), "EPYC", 4, 200, 1);
    Path other = WrittenJournal.write(folder.resolve("other"), cpu, 4, 200, 1.3);
    return RecordedRuns.compare(one, other, 0.03, null);
  }

  private JsonNode open(Comparison comparison, String name, int width) throws Exception {
    Path page = folder.resolve(name + ".html");
    ComparisonPage.write(comparison, page);
    return OpenedPage.open("open_comparison.js", page, width);
  }
}
