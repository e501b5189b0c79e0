package io.nfcs.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.nfcs.config.NfcsConfig;
import io.nfcs.tick.InputSource;
import io.nfcs.tick.Stage;
import io.nfcs.tick.TickInput;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Contract of {@link Stage#save} and {@link Stage#restore}, for the stages of a configuration: at
 * random ticks of a run, restored stages continue as the unbroken run does; a state of another
 * length is refused and changes nothing; a state that is accepted is saved again as the same bytes;
 * and saving allocates nothing.
 *
 * <p>For the author of a stage: extend it, and return a configuration whose {@code pipeline.stages}
 * names the stage, and others that it needs. The stages are found as in a run. Inputs are of all
 * kinds; {@link #fill} adds those that change the state of this stage, and {@link #check} asserts
 * that they did. Limits and times of the configuration should be short enough for a run of a few
 * hundred ticks to go beyond them.
 */
@Timeout(120)
public abstract class StageStateContract {
  /** Ticks that must be the same after a cut. */
  protected static final int AFTER = 100;

  private static final int FLIPS = 50;
  private static final int ROUNDS = 8;
  private static final int SAVES = 2000;

  /** Creates the contract for a test that extends it. */
  protected StageStateContract() {}

  /** Returns the configuration as YAML. */
  protected abstract String configuration();

  /** Sets further inputs of a tick; must depend on its parameters only. */
  protected void fill(long number, SplittableRandom random, TickInput input) {}

  /**
   * Returns the folder of the documents that ticks refer to; the stages are then opened as in a
   * replay. {@code null} for none: they are opened as in a warm-up.
   */
  protected @Nullable Path documents() throws IOException {
    return null;
  }

  /** Fails if the ticks of the unbroken runs do not show the intended effects of the inputs. */
  protected void check(List<TickRow> unbroken) {}

  /** Returns the number of runs, each with a seed of its own. */
  protected int runs() {
    return 2;
  }

  /** Returns the ticks of a run among which it is cut. */
  protected int ticks() {
    return 300;
  }

  /** Returns the number of cuts of each run, at most one for each tick. */
  protected int cuts() {
    return 40;
  }

  /** A cut of a run: the states before a tick, and those after it. */
  private static final class Cut {
    private List<byte[]> before = List.of();
    private List<byte[]> after = List.of();
  }

  /** Every second cut is restored over another state, the others in fresh stages. */
  @Test
  void shouldGoOnAsTheUnbrokenRun() throws IOException {
    List<TickRow> all = new ArrayList<>();
    for (int seed = 1; seed <= runs(); seed++) {
      Map<Integer, Cut> cuts = cuts(new SplittableRandom(seed));
      List<TickRow> unbroken = unbroken(seed, cuts);
      all.addAll(unbroken);
      List<Integer> ticks = new ArrayList<>(cuts.keySet());
      // the second restore finds a state of another time, earlier or later
      Collections.shuffle(ticks, new Random(seed));
      for (int i = 0; i < ticks.size(); i += 2) {
        try (StateRun run = open()) {
          for (int tick : ticks.subList(i, Math.min(i + 2, ticks.size()))) {
            goOn(run, seed, tick, Objects.requireNonNull(cuts.get(tick)), unbroken);
          }
        }
      }
    }
    check(all);
  }

  @Test
  void shouldRefuseWhatIsNoStateAndStayAsItWas() throws IOException {
    try (StateRun run = open();
        StateRun other = open()) {
      InputSource inputs = inputs(run, 3);
      for (int tick = 0; tick < AFTER; tick++) {
        run.run(tick, inputs);
      }
      for (int stage = 0; stage < run.stages().size(); stage++) {
        byte[] state = run.save(stage);
        List<byte[]> wrong = new ArrayList<>();
        wrong.add(Arrays.copyOf(state, state.length + 1));
        wrong.add(Arrays.copyOf(state, 2 * state.length + 8));
        if (state.length > 0) {
          wrong.add(new byte[0]);
          wrong.add(Arrays.copyOf(state, state.length - 1));
          wrong.add(Arrays.copyOf(state, state.length / 2));
        }
        for (byte[] bytes : wrong) {
          refuse(other, stage, bytes);
          refuse(run, stage, bytes);
          assertArrayEquals(state, run.save(stage), name(run, stage));
        }
        flip(run, stage, state);
      }
    }
  }

  /** The best of some rounds: a compiler that gives up on code allocates once. */
  @Test
  void shouldAllocateNothingToSave() throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (StateRun run = open()) {
      InputSource inputs = inputs(run, 4);
      for (int tick = 0; tick < AFTER; tick++) {
        run.run(tick, inputs);
      }
      for (int stage = 0; stage < run.stages().size(); stage++) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
          long before = threads.getCurrentThreadAllocatedBytes();
          for (int i = 0; i < SAVES; i++) {
            run.write(stage);
          }
          least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least / SAVES, name(run, stage));
      }
    }
  }

  /** Opens the stages. */
  protected StateRun open() throws IOException {
    return new StateRun(NfcsConfig.parse("contract", configuration()), documents());
  }

  /** Returns the inputs of a seed. */
  protected InputSource inputs(StateRun run, long seed) {
    StateInputs all = new StateInputs(seed, run.initialInput());
    return (number, input) -> {
      all.fill(number, input);
      fill(number, all.random(number), input);
    };
  }

  private Map<Integer, Cut> cuts(SplittableRandom random) {
    Map<Integer, Cut> cuts = new TreeMap<>();
    cuts.put(0, new Cut());
    while (cuts.size() < Math.min(cuts(), ticks() + 1)) {
      cuts.put(random.nextInt(ticks() + 1), new Cut());
    }
    return cuts;
  }

  private List<TickRow> unbroken(long seed, Map<Integer, Cut> cuts) throws IOException {
    List<TickRow> rows = new ArrayList<>();
    try (StateRun run = open()) {
      InputSource inputs = inputs(run, seed);
      for (int tick = 0; tick <= ticks() + AFTER; tick++) {
        Cut begun = cuts.get(tick);
        Cut ended = cuts.get(tick - AFTER);
        if (begun != null) {
          begun.before = run.save();
        }
        if (ended != null) {
          ended.after = run.save();
        }
        rows.add(run.run(tick, inputs));
      }
    }
    return rows;
  }

  private void goOn(StateRun run, long seed, int tick, Cut cut, List<TickRow> unbroken) {
    String where = "run " + seed + " restored before tick " + tick;
    InputSource inputs = inputs(run, seed);
    run.restore(cut.before);
    assertSame(run, cut.before, where);
    for (int next = tick; next < tick + AFTER; next++) {
      assertNull(unbroken.get(next).difference(run.run(next, inputs)), where);
    }
    assertSame(run, cut.after, where + ", " + AFTER + " ticks later");
  }

  private static void assertSame(StateRun run, List<byte[]> states, String where) {
    for (int stage = 0; stage < states.size(); stage++) {
      assertArrayEquals(states.get(stage), run.save(stage), where + ": " + name(run, stage));
    }
  }

  private static void refuse(StateRun run, int stage, byte[] bytes) {
    String what = name(run, stage) + " with " + bytes.length + " bytes";
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> run.restore(stage, bytes), what);
    assertFalse(String.valueOf(refused.getMessage()).isBlank(), what);
  }

  /** A damaged state of the right size may be accepted, but never in part. */
  private static void flip(StateRun run, int stage, byte[] state) {
    SplittableRandom random = new SplittableRandom(state.length);
    for (int i = 0; i < FLIPS && state.length > 0; i++) {
      byte[] wrong = state.clone();
      // the first values are more often sizes or codes
      int at = random.nextInt(random.nextBoolean() ? Math.min(32, state.length) : state.length);
      wrong[at] ^= (byte) (1 << random.nextInt(8));
      try {
        run.restore(stage, wrong);
        assertArrayEquals(wrong, run.save(stage), name(run, stage));
        run.restore(stage, state);
      } catch (IllegalArgumentException refused) {
        assertArrayEquals(state, run.save(stage), name(run, stage));
      } catch (RuntimeException other) {
        fail(name(run, stage) + " with another byte at " + at, other);
      }
    }
  }

  private static String name(StateRun run, int stage) {
    return "stage " + run.stages().get(stage).name();
  }
}
