package io.nfcs.distribution.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.pipeline.Nfcs;
import io.nfcs.tick.InputSource;
import io.nfcs.tick.ModelQuantities;
import io.nfcs.tick.Outcome;
import io.nfcs.tick.TickInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Decisions of the constitution in a loop with a real journal, and in its replay. */
@Timeout(180)
class ConstitutionLoopTest {
  private static final int BAD_AT = 40;
  private static final int STRICT_AT = 80;

  @TempDir Path folder;
  @TempDir Path policyFolder;

  private volatile int first = -1;
  private final List<Row> rows = new ArrayList<>();

  /** Result of a tick. */
  private record Row(int level, int decision, int phase, int violations, double policies) {}

  /**
   * H_a of 20 normal ticks at 0.2, 30 of degradation from 0.3 to 1.5, 20 of crisis between 2 and 4,
   * 25 of recovery from 3 to 0.3, and 25 at 0.2. By hand, with the limits 0.6, 0.8, 0.95:
   *
   * <ul>
   *   <li>degradation, 0.3 + 1.2 i / 29: warning from i = 8 (0.631), critical from 13 (0.838),
   *       emergency from 16 (0.962);
   *   <li>recovery, 3 - 2.7 i / 24: emergency is left below 0.7 * 0.95 = 0.665, at i = 21 (0.6375),
   *       which still is above the exit of critical, 0.75 * 0.8 = 0.6; at 22 (0.525) it is above
   *       that of warning, 0.85 * 0.6 = 0.51; normal from 23 (0.4125);
   *   <li>the emergency is over on the fifth calm tick, 95; the loop has recovered after five ticks
   *       of recovery, on 100.
   * </ul>
   */
  @Test
  void shouldGoThroughDegradationCrisisAndRecoveryAsTheTableSays() throws Exception {
    run(
        120,
        (number, input) -> input.parameter(first, scenario(number)),
        "constitution.emergency.calm_ticks=5",
        "constitution.emergency.recovery_ticks=5");
    assertEquals("0x28 1x5 2x3 3x55 2x1 1x1 0x27", runs(rows.stream().map(Row::level).toList()));
    assertEquals("0x28 1x5 2x3 3x59 1x5 0x20", runs(rows.stream().map(Row::decision).toList()));
    assertEquals("0x36 1x59 2x5 0x20", runs(rows.stream().map(Row::phase).toList()));
    assertReplays(120);
  }

  /**
   * (H_a, rho, R_global, R_modular) of the reference's states, one after the other. By the limits,
   * the second warns by H_a and rho; the third and fourth are emergencies by H_a and rho.
   */
  @Test
  void shouldKnowTheFourStates() throws Exception {
    double[][] states = {
      {.1, .01, .95, .92}, {.6, .08, .78, .75}, {1.5, .25, .45, .52}, {3.2, .5, .2, .25}
    };
    run(
        40,
        (number, input) -> {
          double[] state = states[(int) number / 10];
          for (int i = 0; i < state.length; i++) {
            input.parameter(first + i, state[i]);
          }
        });
    assertEquals("0x10 1x10 3x20", runs(rows.stream().map(Row::level).toList()));
    assertEquals("0x10 1x10 3x20", runs(rows.stream().map(Row::decision).toList()));
    assertReplays(40);
  }

  @Test
  void shouldChangeOnceWhereARiskFlickers() throws Exception {
    run(
        60,
        (number, input) -> input.parameter(first, number < 10 ? .2 : number % 2 == 0 ? .96 : .94));
    assertEquals("0x10 3x50", runs(rows.stream().map(Row::level).toList()));
    assertEquals("0x10 3x50", runs(rows.stream().map(Row::decision).toList()));
  }

  @Test
  void shouldEndAnEmergencyThatIsHeldAtItsBound() throws Exception {
    run(
        60,
        (number, input) -> input.parameter(first, number < 10 ? .2 : 2),
        "constitution.emergency.max_ticks=15",
        "constitution.emergency.pause_ticks=10");
    assertEquals("0x10 3x50", runs(rows.stream().map(Row::level).toList()));
    assertEquals("0x10 3x15 2x10 3x15 2x10", runs(rows.stream().map(Row::decision).toList()));
  }

  /**
   * Policies change twice while the loop runs: to bad ones, which is not a change, and to others.
   */
  @Test
  void shouldTakeOtherPoliciesBetweenTwoTicksAndNeverBadOnes() throws Exception {
    Path policies = policyFolder.resolve("p.yaml");
    Files.writeString(policies, limit("0.9"));
    byte[] action = "read risk=0.5".getBytes(StandardCharsets.UTF_8);
    run(
        160,
        (number, input) -> {
          input.actions().set(new UnsafeBuffer(action), 0, action.length);
          if (number == BAD_AT) {
            write(policies, limit("danger"));
          } else if (number == STRICT_AT) {
            write(policies, limit("0.1"));
          }
        },
        "constitution.policies=" + policyFolder,
        "constitution.reload_millis=20",
        "constitution.settle_millis=20");
    assertEquals(2, rows.stream().map(Row::policies).distinct().count());
    List<Integer> violations = rows.stream().map(Row::violations).toList();
    int changed = violations.indexOf(1);
    assertTrue(changed >= STRICT_AT, violations::toString);
    assertEquals("0x" + changed + " 1x" + (160 - changed), runs(violations));
    assertEquals(
        "0x" + changed + " 2x" + (160 - changed), runs(rows.stream().map(Row::decision).toList()));
    assertEquals(rows.get(changed).policies(), rows.getLast().policies());
    // those of the folder are others by now, and not asked
    Files.delete(policies);
    assertReplays(160);
  }

  private static String limit(String largest) {
    return """
    context: {risk: {type: double}}
    policies: {P: {condition: risk <= %s, operations: [read]}}
    """
        .formatted(largest);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double scenario(long number) {
    if (number < 20 || number >= 95) {
      return .2;
    }
    if (number < 50) {
      return .3 + 1.2 * (number - 20) / 29;
    }
    return number < 70 ? 3 + Math.sin((double) number) : 3 - 2.7 * (number - 70) / 24;
  }

  private void run(int ticks, InputSource inputs, String... settings) throws Exception {
    Nfcs.Context context =
        new Nfcs.Context()
            .dataDir(folder)
            .inputs((number, input) -> {
              if (first >= 0) {
                inputs.fill(number, input);
              }
            })
            .set("run.ticks", Integer.toString(ticks))
            .set("orchestrator.hz", "100")
            .set("orchestrator.warmup_ticks", "0")
            .set("grid.thin_client_port", "0")
            .set("pipeline.stages", "{planted: [], constitution: [planted]}");
    for (String setting : settings) {
      context.set(
          setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
    }
    int policies;
    try (Nfcs nfcs = Nfcs.start(context)) {
      policies = nfcs.header().shape().parameter("constitution.policies");
      first = nfcs.header().shape().parameter("planted.hallucination");
      while (!nfcs.await(Duration.ofSeconds(1))) {
        // until its ticks are done
      }
      assertEquals(ticks, nfcs.stop().ticks());
    }
    read(policies);
  }

  private void read(int policies) throws IOException {
    try (JournalReader reader = new JournalReader(Journal.folder(folder))) {
      for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
        if (entry == Entry.TICK) {
          Outcome outcome = reader.tick().outcome();
          TickInput input = reader.tick().input();
          rows.add(
              new Row(
                  (int) outcome.count(ModelQuantities.RISK_LEVEL),
                  (int) outcome.count(ModelQuantities.DECISION),
                  (int) outcome.count(ModelQuantities.PHASE),
                  (int) outcome.count(ModelQuantities.VIOLATIONS),
                  input.parameter(policies)));
        }
      }
    }
  }

  private void assertReplays(int ticks) throws IOException {
    var replay = Nfcs.replay(folder, done -> {});
    assertNull(replay.firstDivergence());
    assertEquals(ticks, replay.equal());
  }

  /** Returns runs of equal values, as {@code value x times}. */
  private static String runs(List<Integer> values) {
    List<int[]> runs = new ArrayList<>();
    for (int value : values) {
      if (runs.isEmpty() || runs.getLast()[0] != value) {
        runs.add(new int[] {value, 0});
      }
      runs.getLast()[1]++;
    }
    return runs.stream().map(run -> run[0] + "x" + run[1]).collect(Collectors.joining(" "));
  }
}
