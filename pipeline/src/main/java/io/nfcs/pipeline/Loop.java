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
 * <p><b>Threads.</b> Any; {@link #continueAfter} and {@link #start} by the thread that made it. Its
 * failure is written before the latch opens, so a caller whose {@link #await} returned true sees
 * it. <b>Owns</b> the thread {@code nfcs-orchestrator} and those of the ring.
 */
final class Loop implements AutoCloseable {
  /** Time from the start of the thread to the first tick, in which the thread settles. */
  private static final long START_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final TickClock clock;
  private final Counters counters;
  private final TickRunner runner;
  private final Orchestrator orchestrator;
  private final Thread thread = new TickThread(this::tick, "nfcs-orchestrator");
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile @Nullable Throwable failure;

  /** Creates the tick path of a run through its open stages; nothing ticks yet. */
  Loop(RunContext run, StageSet stages, StageChain.Outlets outlets) {
    clock = run.instruments().clock();
    counters = run.instruments().counters();
    // may refuse the configuration; then no thread of the ring may be left
    RunInputs inputs = stages.inputs(run.inputs().apply(stages.shape()));
    runner = run.plan().runner(new StageChain(run.instruments(), stages.chained(), outlets));
    orchestrator = new Orchestrator(run, inputs, runner);
    Law.tell(run.instruments().metrics(), "ticks", Map.of(), this::residue);
  }

  /**
   * Takes over a tick of an earlier process, after which the run continues; called before {@link
   * #start}, in the order of the ticks.
   */
  void continueAfter(Tick tick) {
    orchestrator.continueAfter(tick);
  }

  /**
   * Starts to tick; the schedule begins with the first tick, so that no period is missed before it.
   */
  void start() {
    thread.start();
  }

  /** Returns the difference between the ticks begun and those journalled, dropped or under way. */
  private long residue() {
    return Law.residue(
        () -> counters.value(CounterId.TICKS_STARTED),
        () -> counters.value(CounterId.TICKS_JOURNALLED) + counters.value(CounterId.TICKS_DROPPED),
        runner::underWay);
  }

  /** Returns the progress of the run. */
  Progress progress() {
    LastCommit last = new LastCommit();
    runner.commits().read(last);
    return last.progress();
  }

  /** Waits until the last tick has been handed to the stages; returns whether it has. */
  boolean await(Duration time) throws InterruptedException {
    return finished.await(TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS);
  }

  /** Ends the run after the tick in progress. */
  void requestStop() {
    orchestrator.cancel();
    LockSupport.unpark(thread);
  }

  /** Returns the failure that ended the run, or {@code null}. */
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
