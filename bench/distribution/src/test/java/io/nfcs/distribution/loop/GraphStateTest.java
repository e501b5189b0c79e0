package io.nfcs.distribution.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.constitution.PolicySet;
import io.nfcs.fork.ForkedJvm;
import io.nfcs.memory.Digest;
import io.nfcs.pipeline.StageStateContract;
import io.nfcs.pipeline.StateRun;
import io.nfcs.pipeline.TickRow;
import io.nfcs.tick.Document;
import io.nfcs.tick.InputSource;
import io.nfcs.tick.ModelQuantities;
import io.nfcs.tick.StageStatus;
import io.nfcs.tick.TickInput;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The states of the whole graph, and their transfer from a JVM to one with other vectors. Also a
 * program of its own: restores the states of a file and prints the digests of the next ticks.
 */
@Timeout(180)
class GraphStateTest extends StageStateContract {
  private static final int POLICY_TICKS = 70;
  private static final int CALM_TICKS = 40;
  private static final long SEED = 7;

  @TempDir static Path folder;
  private static final List<PolicySet> POLICIES =
      List.of(
          PolicySet.builtIn(),
          PolicySet.parse(
              "p",
              """
              context: {risk: {type: double}, risk_level: {type: double, by_default: 0}}
              policies:
                P: {condition: risk <= 0.4, operations: [read, write]}
                L: {condition: risk_level <= 0.3, operations: [tick]}
              """));

  /** Restores: folder of policies, file of states, number of the next tick. */
  public static void main(String[] arguments) throws IOException {
    folder = Path.of(arguments[0]);
    System.out.println(
        new GraphStateTest().digests(Path.of(arguments[1]), Integer.parseInt(arguments[2])));
  }

  @BeforeAll
  static void writePolicies() throws IOException {
    for (PolicySet policies : POLICIES) {
      Files.writeString(folder.resolve(document(policies).fileName()), policies.text());
    }
  }

  private static Document document(PolicySet policies) {
    return Document.of(Document.POLICIES, policies.text());
  }

  @Override
  protected Path documents() {
    return folder;
  }

  /** Returns the number of cuts for every day; {@link GraphStateTortureTest} has a thousand. */
  @Override
  protected int runs() {
    return 4;
  }

  @Override
  protected int ticks() {
    return 400;
  }

  @Override
  protected int cuts() {
    return 101;
  }

  /** Returns the default graph, with a field that is turbulent without control. */
  @Override
  protected String configuration() {
    return """
    pipeline: {payload_bytes: 1KiB}
    cgl: {nx: 32, ny: 32, substeps: 1, dt: 0.2, c1: 3, c3: -3, length_x: 30, length_y: 30}
    kuramoto: {substeps: 2, dt: 0.05}
    risk:
      limits:
        hallucination: [4, 8, 14]
        defects: [0.005, 0.01, 0.02]
        global_order: [0.2, 0.1, 0.05]
        modular_order: [0.3, 0.1, 0.05]
    esc: {max_tokens: 8, echo_tokens: 16, echo_half_life: 5, cache_entries: 4, reuse_cosine: 0.8}
    constitution:
      unknown_ticks: 2
      emergency: {max_ticks: 25, calm_ticks: 2, recovery_ticks: 4, pause_ticks: 9}
      control: {smoothing: [0.5, 0.6, 0.7, 0.9]}
    """;
  }

  /** Changes policies, and drives the field every other while until it is all of one phase. */
  @Override
  protected void fill(long number, SplittableRandom random, TickInput input) {
    PolicySet policies = POLICIES.get((int) (number / POLICY_TICKS % POLICIES.size()));
    // the only two parameters of the graph, in the order of its stages
    input.parameter(1, (double) document(policies).number());
    if (number / CALM_TICKS % 2 == 1 && random.nextInt(30) > 0) {
      input.control().clear();
      input.control().field(random.nextDouble(3, 4));
      input.parameter(0, random.nextDouble(5, 9));
    }
  }

  @Override
  protected void check(List<TickRow> unbroken) {
    assertEquals(
        Set.of(-1L, 0L, 1L, 2L, 3L),
        unbroken.stream()
            .map(row -> row.count(ModelQuantities.RISK_LEVEL))
            .collect(Collectors.toSet()),
        "risk levels");
    assertTrue(changes(unbroken, 0, 1) > runs(), "emergencies that begin");
    assertTrue(changes(unbroken, 1, 2) > runs(), "emergencies that end");
    assertTrue(changes(unbroken, 2, 0) > 0, "recoveries");
    for (String stage : List.of("cgl", "kuramoto")) {
      assertTrue(unbroken.stream().anyMatch(row -> row.status(stage) == StageStatus.FAILED), stage);
    }
  }

  private static long changes(List<TickRow> rows, long from, long to) {
    long changes = 0;
    for (int i = 1; i < rows.size(); i++) {
      if (rows.get(i - 1).count(ModelQuantities.PHASE) == from
          && rows.get(i).count(ModelQuantities.PHASE) == to) {
        changes++;
      }
    }
    return changes;
  }

  @ParameterizedTest
  @ValueSource(ints = {55, 210})
  void shouldGoOnInAJvmOfOtherVectors(int tick, @TempDir Path states)
      throws IOException, InterruptedException {
    Path file = states.resolve("states");
    String expected = unbroken(file, tick);
    Process fork =
        ForkedJvm.of(
                GraphStateTest.class.getName(),
                List.of("-XX:+IgnoreUnrecognizedVMOptions", "-XX:UseAVX=2", "-Xms64m", "-Xmx256m"),
                folder.toString(),
                file.toString(),
                Integer.toString(tick))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(fork.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, fork.waitFor(), output);
    assertEquals(expected, output.trim());
  }

  /** Writes the states before a tick; returns the digests of the next ticks. */
  private String unbroken(Path file, int tick) throws IOException {
    try (StateRun run = open()) {
      InputSource inputs = inputs(run, SEED);
      for (int next = 0; next < tick; next++) {
        run.run(next, inputs);
      }
      try (DataOutputStream to = new DataOutputStream(Files.newOutputStream(file))) {
        for (byte[] state : run.save()) {
          to.writeInt(state.length);
          to.write(state);
        }
      }
      return digests(run, inputs, tick);
    }
  }

  private String digests(Path file, int tick) throws IOException {
    try (StateRun run = open();
        DataInputStream from = new DataInputStream(Files.newInputStream(file))) {
      List<byte[]> states = new ArrayList<>();
      while (from.available() > 0) {
        states.add(from.readNBytes(from.readInt()));
      }
      run.restore(states);
      return digests(run, inputs(run, SEED), tick);
    }
  }

  private static String digests(StateRun run, InputSource inputs, int tick) {
    List<String> digests = new ArrayList<>();
    for (int next = tick; next < tick + AFTER; next++) {
      digests.add(Long.toHexString(run.run(next, inputs).digest()));
    }
    long states = 0;
    for (byte[] state : run.save()) {
      states = Digest.mix(states, Arrays.hashCode(state));
    }
    digests.add(Long.toHexString(states));
    return String.join(" ", digests);
  }
}
