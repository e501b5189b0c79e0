package io.nfcs.pipeline;

import io.nfcs.config.NfcsConfig;
import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Metrics;
import io.nfcs.grid.NearCaches;
import io.nfcs.pipeline.ring.StageChain;
import io.nfcs.pipeline.ring.TickRunner;
import io.nfcs.pipeline.timing.Instruments;
import io.nfcs.tick.InputSource;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StateReader;
import io.nfcs.tick.StateWriter;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickInput;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stages of a configuration that run ticks on the caller's thread, and whose state is saved and
 * restored between them.
 */
public final class StateRun implements AutoCloseable {
  private static final int TICKS_IN_FLIGHT = 2;

  /** Log of all runs, so that a failure is reported once. */
  private static final ErrorLog ERRORS = new ErrorLog();

  private final NearCaches caches;
  private final StageSet stages;
  private final TickRunner runner;
  private final List<StateWriter> writers = new ArrayList<>();
  private final TickInput input;
  private @Nullable TickRow last;

  /**
   * Opens stages.
   *
   * @param documents folder of the documents, as in a replay; {@code null} for none
   */
  public StateRun(NfcsConfig config, @Nullable Path documents) {
    caches = new NearCaches(config);
    stages =
        StageSet.open(
            config, TICKS_IN_FLIGHT, documents, documents != null, caches, ERRORS, new Metrics());
    runner =
        TickRunner.inline(
            new StageChain(
                new Instruments(TickClock.system(), new Counters(), new Metrics(), ERRORS),
                stages.chained(),
                StageChain.Outlets.only(this::note)));
    String unsaved = StageStates.unsaved(stages.stages());
    if (unsaved != null) {
      throw new IllegalStateException("stage " + unsaved + " does not save its state");
    }
    stages.stages().forEach(stage -> writers.add(StateWriter.ofCapacity(stage.stateBytes())));
    input = stages.initialInput();
  }

  private void note(Tick tick) {
    last = new TickRow(stages.shape(), tick);
  }

  /** Returns the stages, in the order of their graph. */
  List<Stage> stages() {
    return stages.stages();
  }

  /** Returns the input a run starts from. */
  TickInput initialInput() {
    return stages.initialInput();
  }

  /** Runs a tick; its input is filled by the number of the tick. */
  public TickRow run(long number, InputSource inputs) {
    inputs.fill(number, input);
    runner.offer(number, 0, 0, 0, input);
    return Objects.requireNonNull(last);
  }

  /** Returns the state of a stage, by its number. */
  byte[] save(int stage) {
    StateWriter writer = writers.get(stage);
    write(stage);
    byte[] bytes = new byte[writer.length()];
    writer.reader().readBytes(bytes, 0, bytes.length);
    return bytes;
  }

  /** Writes the state of a stage and discards it. */
  void write(int stage) {
    StateWriter writer = writers.get(stage);
    writer.clear();
    stages.stages().get(stage).save(writer);
  }

  /** Returns the states of all stages. */
  public List<byte[]> save() {
    List<byte[]> states = new ArrayList<>();
    for (int stage = 0; stage < writers.size(); stage++) {
      states.add(save(stage));
    }
    return states;
  }

  /** Restores a stage, by its number. */
  void restore(int stage, byte[] state) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(state.length);
      MemorySegment.copy(state, 0, memory, ValueLayout.JAVA_BYTE, 0, state.length);
      stages.stages().get(stage).restore(new StateReader(memory));
    }
  }

  /** Restores all stages. */
  public void restore(List<byte[]> states) {
    for (int stage = 0; stage < states.size(); stage++) {
      restore(stage, states.get(stage));
    }
  }

  @Override
  public void close() {
    runner.close();
    stages.close();
    caches.close();
  }
}
