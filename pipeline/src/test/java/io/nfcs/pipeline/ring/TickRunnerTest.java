package io.nfcs.pipeline.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Metrics;
import io.nfcs.pipeline.timing.Instruments;
import io.nfcs.tick.ModelQuantities;
import io.nfcs.tick.SimulatedClock;
import io.nfcs.tick.Snapshot;
import io.nfcs.tick.SnapshotPool;
import io.nfcs.tick.SnapshotSink;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StageContext;
import io.nfcs.tick.StageGraph;
import io.nfcs.tick.StageStatus;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickInput;
import io.nfcs.tick.TickShape;
import io.nfcs.tick.TickSink;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Contract of all runners: on the caller's thread, on one thread, on a thread for each stage. */
@Timeout(60)
class TickRunnerTest {
  private static final StageGraph GRAPH = graph();
  private static final TickShape SHAPE = new TickShape(GRAPH.order(), List.of("p"), 16);
  private static final int DECISION = SHAPE.result(ModelQuantities.DECISION);

  private final Counters counters = new Counters();
  private final ErrorLog errors = new ErrorLog();
  private final List<String> committed = Collections.synchronizedList(new ArrayList<>());

  @ParameterizedTest
  @EnumSource
  void shouldRunEachTickThroughAllStagesInOrderToTheCommit(RingSettings.Threads threads) {
    int ticks = 2000;
    AtomicLong wrong = new AtomicLong();
    Map<String, Stage> stages = new LinkedHashMap<>();
    for (String name : GRAPH.order()) {
      int index = SHAPE.stage(name);
      stages.put(
          name,
          stage(
              name,
              tick -> {
                long needed = GRAPH.dependencies(index);
                for (int other = 0; other < tick.stageCount(); other++) {
                  boolean done = tick.status(other) == StageStatus.OK;
                  if ((needed >> other & 1) == 1 && !done) {
                    wrong.incrementAndGet();
                  }
                }
                tick.digest(index, tick.number() + index);
              }));
    }
    List<Long> numbers = new ArrayList<>();
    TickSink journal =
        tick -> {
          numbers.add(tick.number());
          for (int stage = 0; stage < tick.stageCount(); stage++) {
            if (tick.digest(stage) != tick.number() + stage
                || tick.endNanos(stage) < tick.startNanos(stage)) {
              wrong.incrementAndGet();
            }
          }
          assertEquals(tick.number() * 0.5, tick.input().parameter(0));
        };
    TickInput input = new TickInput(SHAPE);
    try (TickRunner runner = runner(threads, 8, chain(stages, journal, SnapshotSink.NONE))) {
      for (long number = 0; number < ticks; number++) {
        input.parameter(0, number * 0.5);
        while (!runner.offer(number, 1, 2, 0, input)) {
          Thread.onSpinWait();
        }
      }
    }
    assertEquals(0, wrong.get());
    assertEquals(LongStream.range(0, ticks).boxed().toList(), numbers);
    assertEquals(ticks, counters.value(CounterId.TICKS_JOURNALLED));
    assertEquals(Map.of(), errors.counts());
  }

  @ParameterizedTest
  @EnumSource
  void shouldFailTheTickAndSkipWhatDependsOnTheFailedStage(RingSettings.Threads threads) {
    Map<String, Stage> stages = noted();
    stages.put("b", stage("b", tick -> failOnTick(tick, 1)));
    try (TickRunner runner = runner(threads, 8, chain(stages, this::note, SnapshotSink.NONE))) {
      for (long number = 0; number < 3; number++) {
        assertTrue(runner.offer(number, 0, 0, 0, new TickInput(SHAPE)));
      }
    }
    assertEquals(
        List.of("0 OK OK OK OK", "1 OK FAILED SKIPPED SKIPPED", "2 OK OK OK OK"), committed);
    assertEquals(1, counters.value(CounterId.STAGE_FAILURES));
    assertEquals(1, counters.value(CounterId.TICKS_FAILED));
    assertEquals(Map.of("stage b: java.lang.IllegalStateException: tick 1", 1L), errors.counts());
  }

  @ParameterizedTest
  @EnumSource
  void shouldRunAStageThatMustNotMissAFailure(RingSettings.Threads threads) {
    Map<String, Stage> stages = noted();
    stages.put("b", stage("b", tick -> failOnTick(tick, 0)));
    stages.put("d", stage("d", true, tick -> tick.outcome().count(DECISION, 2)));
    List<Long> decisions = new ArrayList<>();
    TickSink journal =
        tick -> {
          note(tick);
          decisions.add(tick.outcome().count(DECISION));
        };
    try (TickRunner runner = runner(threads, 8, chain(stages, journal, SnapshotSink.NONE))) {
      runner.offer(0, 0, 0, 0, new TickInput(SHAPE));
    }
    assertEquals(List.of("0 OK FAILED SKIPPED OK"), committed);
    assertEquals(List.of(2L), decisions);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "INLINE")
  void shouldRefuseAndNotWaitWhenTheRingIsFull(RingSettings.Threads threads) throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    Map<String, Stage> stages = noted();
    stages.put("a", stage("a", tick -> stuck.await()));
    try (TickRunner runner = runner(threads, 4, chain(stages, this::note, SnapshotSink.NONE))) {
      TickInput input = new TickInput(SHAPE);
      for (long number = 0; number < 4; number++) {
        assertTrue(runner.offer(number, 0, 0, 0, input));
      }
      assertFalse(runner.offer(4, 0, 0, 0, input));
      stuck.countDown();
    }
    assertEquals(4, committed.size());
  }

  @ParameterizedTest
  @EnumSource
  void shouldTellWhichTicksAreUnderWay(RingSettings.Threads threads) {
    AtomicLong ended = new AtomicLong();
    AtomicReference<@Nullable TickRunner> self = new AtomicReference<>();
    TickSink journal =
        tick -> {
          long underWay = Objects.requireNonNull(self.get()).underWay();
          // this tick, and those taken since
          if (underWay < 1 || underWay > 300 - ended.getAndIncrement()) {
            throw new IllegalStateException(underWay + " under way at tick " + tick.number());
          }
        };
    try (TickRunner runner = runner(threads, 8, chain(noted(), journal, SnapshotSink.NONE))) {
      self.set(runner);
      assertEquals(0, runner.underWay());
      for (long number = 0; number < 300; number++) {
        while (!runner.offer(number, 0, 0, 0, new TickInput(SHAPE))) {
          Thread.onSpinWait();
        }
      }
      while (runner.underWay() != 0) {
        Thread.onSpinWait();
      }
      assertEquals(300, counters.value(CounterId.TICKS_JOURNALLED));
    }
    assertEquals(Map.of(), errors.counts());
  }

  @ParameterizedTest
  @EnumSource
  void shouldCountATickWhoseRecordCannotBeWritten(RingSettings.Threads threads) {
    TickSink full =
        tick -> {
          throw new IllegalStateException("disk full");
        };
    try (TickRunner runner = runner(threads, 8, chain(noted(), full, SnapshotSink.NONE))) {
      runner.offer(0, 0, 0, 0, new TickInput(SHAPE));
      runner.offer(1, 0, 0, 0, new TickInput(SHAPE));
    }
    assertEquals(2, counters.value(CounterId.TICKS_DROPPED));
    assertEquals(
        Map.of("journal append: java.lang.IllegalStateException: disk full", 2L), errors.counts());
  }

  /** The end of a thread would leave the ring full for good. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "INLINE")
  @Timeout(20)
  void shouldGoOnWithTheNextTickWhateverIsThrownOutOfOne(RingSettings.Threads threads) {
    int ticks = 100;
    KeyframeTaker broken =
        new KeyframeTaker() {
          @Override
          public int begin(long tick) {
            return tick == 10 || tick == 20 ? (int) tick : NONE;
          }

          @Override
          public void save(int buffer, int index, Stage stage) {
            if (buffer == 10 && index == 1) {
              throw new StackOverflowError("a state");
            }
          }

          @Override
          public void end(int buffer, Tick tick) {
            throw new AssertionError("a keyframe");
          }
        };
    List<Long> numbers = new ArrayList<>();
    TickSink journal = tick -> numbers.add(tick.number());
    StageChain chain = chain(noted(), TickClock.system(), journal, SnapshotSink.NONE, broken);
    try (TickRunner runner = runner(threads, 4, chain)) {
      for (long number = 0; number < ticks; number++) {
        while (!runner.offer(number, 0, 0, 0, new TickInput(SHAPE))) {
          assertFalse(Thread.interrupted(), "tick " + number + " is refused");
          Thread.onSpinWait();
        }
      }
    }
    // on one thread the stages after the failure are left out, and so is the commit
    boolean isLost = threads == RingSettings.Threads.SHARED;
    assertEquals(
        LongStream.range(0, ticks).filter(tick -> tick != 10 || !isLost).boxed().toList(), numbers);
    Map<String, Long> told = new LinkedHashMap<>();
    told.put("tick: java.lang.StackOverflowError: a state", 1L);
    told.put("tick: java.lang.AssertionError: a keyframe", isLost ? 1L : 2L);
    assertEquals(told, errors.counts());
  }

  @ParameterizedTest
  @EnumSource
  void shouldTellATickHowLongTheAppendBeforeItTook(RingSettings.Threads threads) {
    SimulatedClock clock = new SimulatedClock(1);
    List<Long> told = new ArrayList<>();
    TickSink slow =
        tick -> {
          told.add(tick.appendBeforeNanos());
          clock.pause(1000 * (tick.number() + 1));
        };
    StageChain chain = chain(noted(), clock, slow, SnapshotSink.NONE);
    try (TickRunner runner = runner(threads, 8, chain)) {
      for (long number = 0; number < 3; number++) {
        runner.offer(number, 0, 0, 0, new TickInput(SHAPE));
      }
    }
    assertEquals(List.of(0L, 1000L, 2000L), told);
    assertEquals(6000, counters.value(CounterId.JOURNAL_NANOS));
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveEverySnapshotBack(RingSettings.Threads threads) {
    try (SnapshotPool pool = new SnapshotPool(3, 2, 2)) {
      Map<String, Stage> stages = noted();
      stages.put(
          "a",
          stage(
              "a",
              tick -> {
                Snapshot snapshot = pool.acquire();
                assertNotNull(snapshot);
                tick.attach(0, snapshot);
              }));
      List<Snapshot> kept = new ArrayList<>();
      SnapshotSink sink =
          (tick, snapshot) -> {
            if (tick == 1) {
              snapshot.retain();
              kept.add(snapshot);
            }
            return tick != 2;
          };
      try (TickRunner runner = runner(threads, 2, chain(stages, this::note, sink))) {
        for (long number = 0; number < 50; number++) {
          while (!runner.offer(number, 0, 0, 0, new TickInput(SHAPE))) {
            Thread.onSpinWait();
          }
        }
      }
      assertEquals(0, counters.value(CounterId.STAGE_FAILURES));
      assertEquals(1, counters.value(CounterId.FIELDS_DROPPED));
      kept.forEach(Snapshot::release);
      for (int i = 0; i < 3; i++) {
        assertNotNull(pool.acquire(), "snapshot " + i + " is back");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldHandTheIntentOfTheLastTickBack(RingSettings.Threads threads) {
    Map<String, Stage> stages = noted();
    stages.put("d", stage("d", tick -> tick.intent().field(tick.number() + 0.5)));
    StageChain chain = chain(stages, this::note, SnapshotSink.NONE);
    try (TickRunner runner = runner(threads, 8, chain)) {
      runner.offer(6, 0, 0, 0, new TickInput(SHAPE));
      runner.offer(7, 0, 0, 0, new TickInput(SHAPE));
    }
    LastCommit latest = new LastCommit();
    chain.commits().read(latest);
    assertEquals(7, latest.number());
    assertEquals(7.5, latest.intent().field());
  }

  @Test
  void shouldNeverHandOverHalfAnIntent() throws Exception {
    CommitCell commits = new CommitCell();
    CountDownLatch done = new CountDownLatch(1);
    Thread writer =
        new Thread(
            () -> {
              Tick tick = new Tick(SHAPE);
              for (int i = 1; i <= 300_000; i++) {
                tick.begin(i, 0, 0, 0);
                tick.intent().field(i);
                tick.intent().modules(-i);
                commits.publish(tick, true, 0);
                if (i % 1000 == 0) {
                  LockSupport.parkNanos(1);
                }
              }
              done.countDown();
            },
            "intent-writer");
    writer.start();
    LastCommit read = new LastCommit();
    double last = 0;
    while (done.getCount() > 0) {
      commits.read(read);
      assertEquals(-read.intent().field(), read.intent().modules(), 0.0);
      if (read.number() >= 0) {
        assertEquals((double) read.number(), read.intent().field(), 0.0);
      }
      assertTrue(read.intent().field() >= last);
      last = read.intent().field();
    }
    writer.join();
  }

  private StageChain chain(Map<String, Stage> stages, TickSink journal, SnapshotSink snapshots) {
    return chain(stages, TickClock.system(), journal, snapshots);
  }

  private StageChain chain(
      Map<String, Stage> stages, TickClock clock, TickSink journal, SnapshotSink snapshots) {
    return chain(stages, clock, journal, snapshots, KeyframeTaker.OFF);
  }

  private StageChain chain(
      Map<String, Stage> stages,
      TickClock clock,
      TickSink journal,
      SnapshotSink snapshots,
      KeyframeTaker keyframes) {
    List<Stage> ordered = List.copyOf(stages.values());
    return new StageChain(
        new Instruments(clock, counters, new Metrics(), errors),
        new StageChain.Stages(GRAPH, SHAPE, ordered),
        new StageChain.Outlets(journal, snapshots, keyframes));
  }

  private static TickRunner runner(RingSettings.Threads threads, int size, StageChain chain) {
    return TickRunner.of(
        chain, new RingSettings(threads, size, RingSettings.Wait.PHASED, 200, 10_000));
  }

  private Map<String, Stage> noted() {
    Map<String, Stage> stages = new LinkedHashMap<>();
    GRAPH.order().forEach(name -> stages.put(name, stage(name, tick -> {})));
    return stages;
  }

  private void note(Tick tick) {
    StringBuilder line = new StringBuilder().append(tick.number());
    for (int stage = 0; stage < tick.stageCount(); stage++) {
      line.append(' ').append(tick.status(stage));
    }
    committed.add(line.toString());
  }

  private static void failOnTick(Tick tick, long number) {
    if (tick.number() == number) {
      throw new IllegalStateException("tick " + number);
    }
  }

  /** a; b after nothing; c after a and b; d after c. */
  private static StageGraph graph() {
    Map<String, List<String>> declared = new LinkedHashMap<>();
    declared.put("a", List.of());
    declared.put("b", List.of());
    declared.put("c", List.of("a", "b"));
    declared.put("d", List.of("c"));
    return StageGraph.of(declared);
  }

  /** Work of a stage. */
  private interface Work {
    void run(Tick tick) throws Exception;
  }

  private static Stage stage(String name, Work work) {
    return stage(name, false, work);
  }

  private static Stage stage(String name, boolean runsRegardless, Work work) {
    return new Stage() {
      @Override
      public boolean runsRegardless() {
        return runsRegardless;
      }

      @Override
      public String name() {
        return name;
      }

      @Override
      public void open(StageContext context) {
        // needs nothing
      }

      @Override
      public void run(Tick tick) throws Exception {
        work.run(tick);
      }
    };
  }
}
