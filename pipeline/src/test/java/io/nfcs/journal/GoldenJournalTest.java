package io.nfcs.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.tick.ModelQuantities;
import io.nfcs.tick.Quantity;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.StageStatus;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Journals of every schema version in {@code src/test/resources/journal}, never rewritten: each
 * must stay readable.
 */
@Timeout(60)
class GoldenJournalTest {
  private static final Quantity HEAT = Quantity.number("risk.heat", "K", "Heat of a test.");
  private static final Quantity MOOD =
      Quantity.code("risk.mood", "Mood of a test.", "calm", "cross");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "1, 20261123-1521.cq4, 236",
    "2, 20261127-1036.cq4, 328",
    "4, 20261128F.cq4, 336",
    "5, 20261129-22F.cq4, 356"
  })
  void shouldReadAJournalOfEveryVersion(int version, String file, int tickBytes)
      throws IOException {
    for (String name : List.of(file, JournalCheck.CHRONICLE_TABLE)) {
      Path golden = Path.of("src/test/resources/journal/v" + version, name);
      if (version < 5 || name.equals(file)) {
        Files.copy(golden, folder.resolve(name));
      }
    }
    assertEquals(new JournalCheck(3, 3L * tickBytes, 1, List.of()), JournalCheck.of(folder));
    try (JournalReader reader = new JournalReader(folder)) {
      assertEquals(Entry.RUN, reader.next());
      assertEquals(header(version), reader.run());
      for (long number = 0; number < 3; number++) {
        assertEquals(Entry.TICK, reader.next());
        assertNull(reader.damage());
        assertTick(number, reader.tick());
        if (version == 1) {
          assertAtRest(reader.tick());
        } else {
          assertSecondVersion(number, reader.tick());
        }
        if (version >= 5) {
          assertEquals(36.5 + number, reader.tick().outcome().number(HEAT));
          assertEquals(1, reader.tick().outcome().count(MOOD));
        }
        assertEquals(version < 4 ? 0 : 400 + number, reader.tick().appendBeforeNanos());
      }
      assertEquals(Entry.END, reader.next());
      // the number that Chronicle had for it, which an older store remembers
      JournalFile golden = JournalFile.list(folder).files().getFirst();
      long chronicles = ((golden.millis() / golden.roll().millis()) << 32) | 2;
      assertTrue(chronicles < reader.lastIndex());
      assertTrue(reader.moveTo(chronicles));
      assertFalse(reader.moveTo(chronicles + 2));
      assertEquals(Entry.TICK, reader.next());
      assertEquals(1, reader.tick().number());
    }
  }

  static RunHeader header(int version) {
    return new RunHeader(
        1_763_900_000_000L,
        1_763_900_000_000_000_001L,
        17,
        100_000_000,
        new TickShape(
            List.of("cgl", "risk"),
            List.of("kuramoto.coupling"),
            version < 5 ? List.of() : List.of(HEAT, MOOD),
            16),
        "orchestrator: {hz: 10}\n",
        "0.1.0",
        Map.of("cores", "2"));
  }

  private static void assertTick(long number, Tick tick) {
    assertEquals(number, tick.number());
    assertEquals(17 + number * 100_000_000, tick.scheduledNanos());
    assertEquals(18 + number * 100_000_000, tick.wakeupNanos());
    assertEquals(2 * number, tick.missedBefore());
    assertEquals(0.5 + number, tick.input().control().field());
    assertEquals(-0.5 - number, tick.input().control().modules());
    assertEquals(1.25, tick.input().parameter(0));
    assertEquals("tokens", tick.input().tokens().buffer().getStringWithoutLengthAscii(0, 6));
    assertEquals(0, tick.input().actions().length());
    assertEquals(StageStatus.OK, tick.status(0));
    assertEquals(StageStatus.FAILED, tick.status(1));
    assertEquals(19, tick.startNanos(0));
    assertEquals(20, tick.endNanos(0));
    assertEquals(0xCAFEBABEL + number, tick.digest(0));
    assertEquals(0.75, tick.outcome().number(ModelQuantities.ORDER_PARAMETER));
    assertEquals(Double.NaN, tick.outcome().number(ModelQuantities.ENERGY));
    assertEquals(4, tick.outcome().count(ModelQuantities.VORTICES));
    assertEquals(2, tick.outcome().count(ModelQuantities.RISK_LEVEL));
    assertEquals(0.125, tick.intent().field());
  }

  /** Asserts the initial values of the fields that version 1 lacks. */
  private static void assertAtRest(Tick tick) {
    assertEquals(-1, tick.outcome().count(ModelQuantities.DECISION));
    assertEquals(1, tick.input().control().coupling());
    assertEquals(0, tick.input().control().damping());
    assertEquals(1, tick.intent().tokenLimit());
    assertEquals(0, tick.input().degradation());
    assertEquals(Double.NaN, tick.outcome().number(ModelQuantities.TOKEN_RISK));
    assertEquals(-1, tick.outcome().count(ModelQuantities.PHASE));
  }

  private static void assertSecondVersion(long number, Tick tick) {
    assertEquals(3, tick.outcome().count(ModelQuantities.DECISION));
    assertEquals(1.5 + number, tick.input().control().coupling());
    assertEquals(0.25, tick.input().control().damping());
    assertEquals(0.75, tick.input().control().tokenLimit());
    assertEquals(2, tick.intent().coupling());
    assertEquals(0.2, tick.intent().damping());
    assertEquals(0.7, tick.intent().tokenLimit());
    assertEquals(5, tick.input().degradation());
    assertEquals(0.5, tick.outcome().number(ModelQuantities.TOKEN_RISK));
    assertEquals(0.125, tick.outcome().number(ModelQuantities.UNSAFE_RATIO));
    assertEquals(0.0625, tick.outcome().number(ModelQuantities.ECHO));
    assertEquals(0.875, tick.outcome().number(ModelQuantities.SEMANTIC_ORDER));
    assertEquals(2, tick.outcome().count(ModelQuantities.VIOLATIONS));
    assertEquals(1, tick.outcome().count(ModelQuantities.PHASE));
  }
}
