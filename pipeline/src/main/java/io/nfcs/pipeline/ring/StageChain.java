package io.nfcs.pipeline.ring;

import io.nfcs.counters.ErrorLog;
import io.nfcs.pipeline.timing.Instruments;
import io.nfcs.tick.SnapshotSink;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StageGraph;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickInput;
import io.nfcs.tick.TickShape;
import io.nfcs.tick.TickSink;
import java.util.List;

/**
 * Chain of a tick on any thread: the stages in their order, then the commit.
 *
 * <p><b>Threads.</b> Each handler by one thread at a time; who calls them orders the memory between
 * the handlers of a tick and between the ticks of a handler. <b>Owns</b> neither the stages nor the
 * outlets.
 */
public final class StageChain {
  private final Stages stages;
  private final StageHandler[] handlers;
  private final CommitHandler commit;
  private final CommitCell commits = new CommitCell();
  private final KeyframeTaker keyframes;
  private final ErrorLog errors;

  /** Chains open stages to a commit. */
  public StageChain(Instruments instruments, Stages stages, Outlets outlets) {
    this.stages = stages;
    keyframes = outlets.keyframes();
    errors = instruments.errors();
    handlers = new StageHandler[stages.inOrder().size()];
    for (int i = 0; i < handlers.length; i++) {
      handlers[i] = new StageHandler(instruments, stages, i, keyframes);
    }
    commit = new CommitHandler(instruments, outlets, commits);
  }

  /**
   * Open stages.
   *
   * @param shape names of the run; its stages are those of the graph
   * @param inOrder the stages, in the order of the graph
   */
  public record Stages(StageGraph graph, TickShape shape, List<Stage> inOrder) {
    /** Copies the list. */
    public Stages {
      inOrder = List.copyOf(inOrder);
    }
  }

  /**
   * Outlets of a finished tick.
   *
   * @param journal commits ticks
   * @param snapshots keeps snapshots
   * @param keyframes takes the states of the stages after some of the ticks
   */
  public record Outlets(TickSink journal, SnapshotSink snapshots, KeyframeTaker keyframes) {
    /** Returns outlets that give committed ticks to a sink only. */
    public static Outlets only(TickSink journal) {
      return new Outlets(journal, SnapshotSink.NONE, KeyframeTaker.OFF);
    }
  }

  /** Returns the cell of the last committed tick's results. */
  public CommitCell commits() {
    return commits;
  }

  Tick newSlot() {
    return new Tick(stages.shape());
  }

  /** Prepares a slot for a tick that begins now. */
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
    return stages.graph().order().get(stage);
  }

  long dependencies(int stage) {
    return stages.graph().dependencies(stage);
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

  /** Reports an exception of a tick, if there is memory for the report. */
  @SuppressWarnings("EmptyCatch") // there is no memory left for the report
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
