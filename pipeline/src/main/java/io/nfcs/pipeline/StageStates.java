package io.nfcs.pipeline;

import io.nfcs.config.ConfigException;
import io.nfcs.journal.Keyframe;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StateReader;
import io.nfcs.tick.StateWriter;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Memory for one state of each stage.
 *
 * <p><b>Threads.</b> One at a time for each stage. <b>Owns</b> memory off the heap.
 * <b>Allocates</b> when made and in {@link #bytes}.
 */
final class StageStates {
  private final List<Stage> stages;
  private final StateWriter[] writers;

  /** Creates memory for the states of open stages, all of which save them. */
  StageStates(List<Stage> stages) {
    this.stages = stages;
    writers =
        stages.stream()
            .map(stage -> StateWriter.ofCapacity(stage.stateBytes()))
            .toArray(StateWriter[]::new);
  }

  /** Returns the first stage that does not save its state, or {@code null}. */
  static @Nullable String unsaved(List<Stage> stages) {
    return stages.stream()
        .filter(stage -> stage.stateBytes() == Stage.UNSAVED)
        .map(Stage::name)
        .findFirst()
        .orElse(null);
  }

  /** Saves the state of a stage over the one saved before. */
  void save(int stage) {
    writers[stage].clear();
    stages.get(stage).save(writers[stage]);
  }

  /** Saves the states of all stages; returns them. */
  List<byte[]> saved() {
    for (int stage = 0; stage < writers.length; stage++) {
      save(stage);
    }
    return bytes();
  }

  /** Returns copies of the states saved last. */
  List<byte[]> bytes() {
    List<byte[]> all = new ArrayList<>();
    for (StateWriter writer : writers) {
      byte[] bytes = new byte[writer.length()];
      writer.reader().readBytes(bytes, 0, bytes.length);
      all.add(bytes);
    }
    return all;
  }

  /**
   * Puts stages into the states of a keyframe.
   *
   * @throws ConfigException if it has other stages, or a stage refuses its state
   */
  static void restore(List<Stage> stages, Keyframe keyframe) {
    List<String> names = stages.stream().map(Stage::name).toList();
    if (!names.equals(keyframe.stages())) {
      throw new ConfigException(
          name(keyframe) + " has states of " + keyframe.stages() + ", expected " + names);
    }
    for (int i = 0; i < names.size(); i++) {
      try {
        stages.get(i).restore(new StateReader(MemorySegment.ofArray(keyframe.states().get(i))));
      } catch (IllegalArgumentException refused) {
        throw new ConfigException(
            name(keyframe) + " does not fit stage " + names.get(i) + ": " + refused.getMessage());
      }
    }
  }

  private static String name(Keyframe keyframe) {
    return "keyframe " + keyframe.tick() + " of run " + keyframe.run();
  }
}
