package io.nfcs.pipeline;

import io.nfcs.cache.TickThread;
import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.counters.Law;
import io.nfcs.pipeline.ring.LastCommit;
import io.nfcs.pipeline.ring.StageChain;
import io.nfcs.pipeline.ring.TickRunner;
import io.nfcs.tick.Progress;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
  private final Counters counters;
  private final TickRunner runner;
  private final Orchestrator orchestrator;
  private final Thread thread = new TickThread(this::tick, "nfcs-orchestrator");
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile @Nullable Throwable failure;

  /** The tick path of a run through its open stages; nothing ticks yet. */
  Loop(RunContext run, StageSet stages, StageChain.Outlets outlets) {
    clock = run.instruments().clock();
    counters = run.instruments().counters();
    // may refuse the configuration, which the ring's threads must not outlive
    RunInputs inputs = stages.inputs(run.inputs().apply(stages.shape()));
    runner = run.plan().runner(new StageChain(run.instruments(), stages.chained(), outlets));
    orchestrator = new Orchestrator(run, inputs, runner);
    Law.tell(run.instruments().metrics(), "ticks", Map.of(), this::residue);
  }

  /**
   * Takes in a tick of an earlier process, behind which to go on; before {@link #start}, in the
   * order of the ticks.
   */
  void goOnBehind(Tick tick) {
    orchestrator.goOnBehind(tick);
  }

  /** Begins to tick; the schedule begins with the first tick, so that none is missed before it. */
  void start() {
    thread.start();
  }

  /** What the law of ticks leaves over: those begun are journalled, dropped or under way. */
  private long residue() {
    return Law.residue(
        () -> counters.value(CounterId.TICKS_STARTED),
        () -> counters.value(CounterId.TICKS_JOURNALLED) + counters.value(CounterId.TICKS_DROPPED),
        runner::underWay);
  }

  /** How far the run has come. */
  Progress progress() {
    LastCommit last = new LastCommit();
    runner.commits().read(last);
    return last.progress();
  }

  /** Waits until the last tick has been handed to the stages; answers whether it has. */
  boolean await(Duration time) throws InterruptedException {
    return finished.await(TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS);
  }

  /** Ends the run after the tick in progress. */
  void requestStop() {
    orchestrator.cancel();
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
      orchestrator.beginAfter(clock.nanoTime() + START_DELAY_NANOS);
      while (orchestrator.doWork()) {
        // one duty cycle is one tick
      }
    } catch (RuntimeException | Error ended) {
      failure = ended;
    } finally {
      finished.countDown();
    }
  }
}
