package io.nfcs.pipeline.ring;

import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.tick.SnapshotSink;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StageGraph;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
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
      Counters counters,
      ErrorLog errors) {
    this.graph = graph;
    this.shape = shape;
    handlers = new StageHandler[stages.size()];
    for (int i = 0; i < handlers.length; i++) {
      handlers[i] =
          new StageHandler(stages.get(i), i, graph.dependencies(i), clock, counters, errors);
    }
    commit = new CommitHandler(clock, journal, snapshots, commits, counters, errors);
  }

  Tick newSlot() {
    return new Tick(shape);
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

  void commit(Tick tick) {
    commit.commit(tick);
  }
}
