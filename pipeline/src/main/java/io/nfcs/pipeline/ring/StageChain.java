package io.nfcs.pipeline.ring;

import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.tick.SnapshotSink;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StageGraph;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickInput;
import io.nfcs.tick.TickShape;
import io.nfcs.tick.TickSink;
import java.util.List;

/**
 * What a tick goes through, whoever's thread it is: the stages in their order, then the commit.
 *
 * <p><b>Threads.</b> Each handler by one thread at a time.
 */
public final class StageChain {
  private final StageGraph graph;
  private final TickShape shape;
  private final StageHandler[] handlers;
  private final CommitHandler commit;
  private final KeyframeTaker keyframes;
  private final ErrorLog errors;

  /**
   * Chains open stages.
   *
   * @param graph the order
   * @param shape names of the run; its stages are those of the graph
   * @param stages the stages, in the order of the graph
   * @param clock stamps starts and ends
   * @param journal where ticks are committed
   * @param snapshots where snapshots are kept
   * @param commits is told what each committed tick came to
   * @param keyframes takes the states of the stages after some of the ticks
   * @param counters counts failures
   * @param errors reports each failure once
   */
  public StageChain(
      StageGraph graph,
      TickShape shape,
      List<Stage> stages,
      TickClock clock,
      TickSink journal,
      SnapshotSink snapshots,
      CommitCell commits,
      KeyframeTaker keyframes,
      Counters counters,
      ErrorLog errors) {
    this.graph = graph;
    this.shape = shape;
    this.keyframes = keyframes;
    this.errors = errors;
    handlers = new StageHandler[stages.size()];
    for (int i = 0; i < handlers.length; i++) {
      handlers[i] =
          new StageHandler(
              stages.get(i), i, graph.dependencies(i), keyframes, clock, counters, errors);
    }
    commit = new CommitHandler(clock, journal, snapshots, commits, keyframes, counters, errors);
  }

  Tick newSlot() {
    return new Tick(shape);
  }

  /** Makes a slot ready for a tick that begins now. */
  void begin(
      Tick slot,
      long number,
      long scheduledNanos,
      long wakeupNanos,
      long missedBefore,
      TickInput input) {
    slot.begin(number, scheduledNanos, wakeupNanos, missedBefore);
    slot.keyframe(keyframes.begin(number));
    slot.input().copyFrom(input);
  }

  int stageCount() {
    return handlers.length;
  }

  String stageName(int stage) {
    return graph.order().get(stage);
  }

  long dependencies(int stage) {
    return graph.dependencies(stage);
  }

  void run(Tick tick) {
    for (StageHandler handler : handlers) {
      handler.run(tick);
    }
    commit.commit(tick);
  }

  void runStage(int stage, Tick tick) {
    handlers[stage].run(tick);
  }

  /** Tells of what was thrown out of a tick, where there is memory for it. */
  @SuppressWarnings("EmptyCatch") // there is nothing left to tell it with
  void failed(Throwable failure) {
    try {
      errors.record("tick", failure);
    } catch (RuntimeException | Error again) {
      // the thread of the tick lives on
    }
  }

  void commit(Tick tick) {
    commit.commit(tick);
  }
}
