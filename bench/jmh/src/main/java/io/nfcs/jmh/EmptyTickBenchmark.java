package io.nfcs.jmh;

import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalSettings;
import io.nfcs.lab.ScratchFolder;
import io.nfcs.lab.Shows;
import io.nfcs.pipeline.ring.RingSettings;
import io.nfcs.pipeline.ring.StageChain;
import io.nfcs.pipeline.ring.TickRunner;
import io.nfcs.pipeline.timing.Instruments;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StageContext;
import io.nfcs.tick.StageGraph;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickInput;
import io.nfcs.tick.TickShape;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One tick through the ring, three empty stages and the commit into a real journal: from the offer
 * until its record is appended.
 *
 * <p><b>Threads.</b> The benchmark's offers a tick and spins until it sees its number, which the
 * thread of the commit writes to a volatile field after the append; so one tick is under way at a
 * time, and the time includes the hand-over there and back. A journal that refuses the record would
 * let it spin for ever.
 */
@Shows("what a tick costs besides its stages: ring, commit and journal")
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls open before anything else
public class EmptyTickBenchmark {
  private static final int BLOCK = 64 << 20;

  /** Threads that run the stages. */
  @Param({"SHARED", "DEDICATED", "INLINE"})
  private RingSettings.Threads threads;

  private ScratchFolder folder;
  private Journal journal;
  private TickRunner runner;
  private TickInput input;
  private long number;
  private volatile long committed;

  /** Made by JMH. */
  public EmptyTickBenchmark() {}

  /** Opens the journal and the ring. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    Map<String, List<String>> declared = new LinkedHashMap<>();
    declared.put("cgl", List.of());
    declared.put("kuramoto", List.of());
    declared.put("risk", List.of("cgl", "kuramoto"));
    StageGraph graph = StageGraph.of(declared);
    TickShape shape = new TickShape(graph.order(), List.of("kuramoto.coupling"), 4096);
    folder = ScratchFolder.create();
    TickClock clock = TickClock.system();
    journal =
        Journal.open(
            folder.path(),
            new JournalSettings(JournalSettings.Roll.DAILY, BLOCK, 0, 0, 0),
            clock,
            shape);
    journal.begin(new RunHeader(1, 0, 0, 100_000_000, shape, "", "benchmark", Map.of()));
    StageChain chain =
        new StageChain(
            Instruments.unused(clock),
            new StageChain.Stages(
                graph, shape, graph.order().stream().<Stage>map(Empty::new).toList()),
            StageChain.Outlets.only(this::append));
    runner =
        TickRunner.of(chain, new RingSettings(threads, 8, RingSettings.Wait.PHASED, 200, 5000));
    input = new TickInput(shape);
  }

  /** Stops the ring and deletes the journal. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    runner.close();
    journal.close();
    folder.close();
  }

  /** Hands in a tick and waits for its record. */
  @Benchmark
  public void tick() {
    long next = ++number;
    runner.offer(next, 0, 0, 0, input);
    while (committed != next) {
      Thread.onSpinWait();
    }
  }

  private void append(Tick tick) {
    journal.append(tick);
    committed = tick.number();
  }

  /** A stage that does nothing. */
  private record Empty(String name) implements Stage {
    @Override
    public void open(StageContext context) {
      // needs nothing
    }

    @Override
    public void run(Tick tick) {
      // only the ring is measured
    }
  }
}
