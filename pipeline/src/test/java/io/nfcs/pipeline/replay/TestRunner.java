package io.nfcs.pipeline.replay;

import io.nfcs.journal.Keyframe;
import io.nfcs.pipeline.ring.CommitCell;
import io.nfcs.pipeline.ring.KeyframeTaker;
import io.nfcs.pipeline.ring.StageChain;
import io.nfcs.pipeline.ring.TickRunner;
import io.nfcs.pipeline.timing.Instruments;
import io.nfcs.tick.SnapshotSink;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StageGraph;
import io.nfcs.tick.StateReader;
import io.nfcs.tick.StateWriter;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickInput;
import io.nfcs.tick.TickShape;
import io.nfcs.tick.TickSink;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** A runner over stages that a test has made. */
final class TestRunner implements ReplayRunner {
  private final List<Stage> stages;
  private final TickRunner runner;

  TestRunner(
      List<Stage> stages,
      StageGraph graph,
      TickShape shape,
      TickSink sink,
      KeyframeTaker keyframes) {
    this.stages = stages;
    runner =
        TickRunner.inline(
            new StageChain(
                Instruments.unused(TickClock.system()),
                new StageChain.Stages(graph, shape, stages),
                new StageChain.Outlets(sink, SnapshotSink.NONE, keyframes)));
  }

  @Override
  public boolean offer(
      long number, long scheduledNanos, long wakeupNanos, long missedBefore, TickInput input) {
    return runner.offer(number, scheduledNanos, wakeupNanos, missedBefore, input);
  }

  @Override
  public CommitCell commits() {
    return runner.commits();
  }

  @Override
  public long underWay() {
    return runner.underWay();
  }

  @Override
  public void restore(Keyframe keyframe) {
    for (int i = 0; i < stages.size(); i++) {
      stages.get(i).restore(new StateReader(MemorySegment.ofArray(keyframe.states().get(i))));
    }
  }

  @Override
  public List<byte[]> states() {
    List<byte[]> states = new ArrayList<>();
    for (Stage stage : stages) {
      StateWriter writer = StateWriter.ofCapacity(stage.stateBytes());
      stage.save(writer);
      byte[] bytes = new byte[writer.length()];
      writer.reader().readBytes(bytes, 0, bytes.length);
      states.add(bytes);
    }
    return states;
  }

  @Override
  public void close() {
    runner.close();
  }
}
