package io.nfcs.constitution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.memory.Digest;
import io.nfcs.pipeline.StageStateContract;
import io.nfcs.pipeline.TickRow;
import io.nfcs.tick.Document;
import io.nfcs.tick.ModelQuantities;
import io.nfcs.tick.StageStatus;
import io.nfcs.tick.TickInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The state of the stage under changing levels and policies. */
class ConstitutionStateTest extends StageStateContract {
  /** The first parameter is that of the first stage. */
  private static final int LEVEL = 0;

  private static final int POLICIES = 1;
  private static final int POLICY_TICKS = 37;
  private static final int MOOD_TICKS = 11;

  @TempDir static Path folder;
  private static final long[] NUMBERS = new long[3];

  @BeforeAll
  static void writePolicies() throws IOException {
    for (int i = 0; i < NUMBERS.length; i++) {
      String text =
          PolicySet.parse(
                  "p",
                  """
                  context: {risk: {type: double}, risk_level: {type: double, by_default: 0}}
                  policies:
                    P: {condition: risk <= 0.%d, operations: [read, write]}
                    L: {condition: risk_level <= 0.%d, operations: [tick]}
                  """
                      .formatted(3 + i, 5 + i))
              .text();
      Document document = Document.of(Document.POLICIES, text);
      Files.writeString(folder.resolve(document.fileName()), text);
      NUMBERS[i] = document.number();
    }
  }

  @Override
  protected Path documents() {
    return folder;
  }

  @Override
  protected String configuration() {
    return """
    pipeline: {stages: {level: [], constitution: [level]}}
    constitution:
      unknown_ticks: 3
      emergency: {max_ticks: 14, calm_ticks: 3, recovery_ticks: 5, pause_ticks: 9}
      control: {smoothing: [0.5, 0.6, 0.7, 0.9]}
    """;
  }

  /** Moods: calm, any level, emergency that lasts, and no level at all. */
  @Override
  protected void fill(long number, SplittableRandom random, TickInput input) {
    int mood = (int) (Digest.mix(5, number / MOOD_TICKS) >>> 60);
    int level = mood < 5 ? random.nextInt(2) : mood < 9 ? random.nextInt(4) : mood < 14 ? 3 : -1;
    input.parameter(LEVEL, random.nextInt(20) == 0 ? -1 : level);
    long policies = NUMBERS[(int) (number / POLICY_TICKS % NUMBERS.length)];
    input.parameter(POLICIES, (double) (random.nextInt(40) == 0 ? 17 : policies));
  }

  @Override
  protected void check(List<TickRow> unbroken) {
    assertEquals(
        Set.of(-1L, 0L, 1L, 2L),
        unbroken.stream().map(row -> row.count(ModelQuantities.PHASE)).collect(Collectors.toSet()));
    assertTrue(unbroken.stream().anyMatch(row -> row.status("constitution") == StageStatus.FAILED));
  }
}
