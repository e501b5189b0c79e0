package io.nfcs.pipeline;

import io.nfcs.cache.TickThread;
import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Law;
import io.nfcs.counters.Metrics;
import io.nfcs.pipeline.ring.CommitCell;
import io.nfcs.pipeline.ring.KeyframeTaker;
import io.nfcs.pipeline.ring.LastCommit;
import io.nfcs.pipeline.ring.StageChain;
import io.nfcs.pipeline.ring.TickRunner;
import io.nfcs.pipeline.schedule.DeadlineWaiter;
import io.nfcs.pipeline.schedule.DegradeLadder;
import io.nfcs.pipeline.schedule.TickSchedule;
import io.nfcs.tick.InputSource;
import io.nfcs.tick.OverrunPolicy;
import io.nfcs.tick.Progress;
import io.nfcs.tick.SnapshotSink;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickInput;
import io.nfcs.tick.TickSink;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tick path of a run: orchestrator, ring and stages, on their threads.
 *
 * <p><b>Threads.</b> Any. <b>Owns</b> the thread {@code nfcs-orchestrator} and those of the ring.
 */
final class Loop implements AutoCloseable {
  /** From the start of its thread to the first tick, in which that comes to rest. */
  private static final long START_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final TickClock clock;
  private final double hz;
  private final CommitCell commits = new CommitCell();
  private final DegradeLadder ladder;
  private final TickInput input;
  private final DeadlineWaiter waiter;
  private final TickRunner runner;
  private final Function<TickSchedule, Orchestrator> orchestrator;
  private final Thread thread = new TickThread(this::tick, "nfcs-orchestrator");
  private final CountDownLatch finished = new CountDownLatch(1);
  private final boolean isDegrading;
  private long first;
  private volatile @Nullable Throwable failure;

  Loop(
      RunPlan plan,
      StageSet stages,
      InputSource inputs,
      TickClock clock,
      TickSink journal,
      SnapshotSink snapshots,
      KeyframeTaker keyframes,
      Counters counters,
      Metrics metrics,
      ErrorLog errors) {
    this.clock = clock;
    StageChain chain =
        new StageChain(
            stages.graph(),
            stages.shape(),
            stages.stages(),
            clock,
            journal,
            snapshots,
            commits,
            keyframes,
            counters,
            errors);
    runner = plan.runner(chain);
    Law.tell(metrics, "ticks", Map.of(), () -> residue(counters));
    OrchestratorSettings settings = plan.orchestrator();
    hz = settings.hz();
    isDegrading = settings.overrun() == OverrunPolicy.DEGRADE;
    ladder = new DegradeLadder(plan.degrade(), new TickSchedule(0, hz).periodNanos());
    input = stages.initialInput();
    waiter = new DeadlineWaiter(clock, TimeUnit.MICROSECONDS.toNanos(settings.spinWindowMicros()));
    orchestrator =
        schedule ->
            new Orchestrator(
                schedule,
                waiter,
                settings,
                ladder,
                inputs,
                input,
                runner,
                commits,
                counters,
                plan.run().ticks());
  }

  /**
   * Takes in a tick of an earlier process, behind which to go on; before {@link #start}, in the
   * order of the ticks.
   */
  void goOnBehind(Tick tick) {
    if (first == 0) {
      ladder.resume(tick.input().degradation());
    }
    ladder.judge(tick.number(), tick.serviceNanos(), tick.input().degradation());
    commits.resume(tick);
    input.copyFrom(tick.input());
    if (!isDegrading) {
      input.degradation(0);
    }
    first = tick.number() + 1;
  }

  /** Begins to tick; the schedule begins with the first tick, so that none is missed before it. */
  void start() {
    thread.start();
  }

  /** What the law of ticks leaves over: those begun are journalled, dropped or under way. */
  private long residue(Counters counters) {
    return Law.residue(
        () -> counters.value(CounterId.TICKS_STARTED),
        () -> counters.value(CounterId.TICKS_JOURNALLED) + counters.value(CounterId.TICKS_DROPPED),
        runner::underWay);
  }

  /** How far the run has come. */
  Progress progress() {
    LastCommit last = new LastCommit();
    commits.read(last);
    return last.progress();
  }

  /** Waits until the last tick has been handed to the stages; answers whether it has. */
  boolean await(Duration time) throws InterruptedException {
    return finished.await(TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS);
  }

  /** Ends the run after the tick in progress. */
  void requestStop() {
    waiter.cancel();
    LockSupport.unpark(thread);
  }

  /** Why the run ended before its time, or {@code null}. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** Ends the run and finishes the ticks in flight. */
  @Override
  public void close() {
    requestStop();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    runner.close();
  }

  private void tick() {
    try {
      long firstNanos = waiter.await(clock.nanoTime() + START_DELAY_NANOS);
      Orchestrator ticking = orchestrator.apply(new TickSchedule(firstNanos, hz));
      ticking.startAt(first);
      while (ticking.doWork()) {
        // one duty cycle is one tick
      }
    } catch (RuntimeException | Error ended) {
      failure = ended;
    } finally {
      finished.countDown();
    }
  }
}
