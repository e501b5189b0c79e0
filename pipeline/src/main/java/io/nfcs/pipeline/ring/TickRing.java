package io.nfcs.pipeline.ring;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.ExceptionHandler;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.PhasedBackoffWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.EventHandlerGroup;
import com.lmax.disruptor.dsl.ProducerType;
import io.nfcs.cache.TickThread;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickInput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The Disruptor ring between the orchestrator and the stages.
 *
 * <p>Slots are made once. With {@link RingSettings.Threads#SHARED} one thread runs all stages in
 * order; with {@link RingSettings.Threads#DEDICATED} each stage has a thread that waits for those
 * it depends on, and the commit waits for all. A full ring refuses the tick and never waits.
 *
 * <p><b>Threads.</b> {@link #offer} belongs to one thread. <b>Owns</b> the stage threads, all
 * daemon and named. <b>Allocates</b> nothing per tick.
 */
public final class TickRing implements TickRunner {
  private static final long PARK_NANOS = 100_000;
  private static final long PARKS_PER_MILLI = 10;

  private final StageChain chain;
  private final Disruptor<Tick> disruptor;
  private final RingBuffer<Tick> ring;
  private final long drainMillis;
  private final AtomicLong underWay = new AtomicLong();

  /** A started ring. */
  public TickRing(StageChain chain, RingSettings settings) {
    this.chain = chain;
    Names names = new Names();
    disruptor =
        new Disruptor<>(
            chain::newSlot, settings.size(), names, ProducerType.SINGLE, waitStrategy(settings));
    disruptor.setDefaultExceptionHandler(new Survivor(chain));
    if (settings.threads() == RingSettings.Threads.DEDICATED) {
      dedicate(chain, names);
    } else {
      names.expect("nfcs-stages");
      Consumer<Tick> all = chain::run;
      disruptor.handleEventsWith((tick, sequence, last) -> end(all, tick));
    }
    ring = disruptor.start();
    drainMillis = settings.drainMillis();
  }

  @Override
  public boolean offer(
      long number, long scheduledNanos, long wakeupNanos, long missedBefore, TickInput input) {
    long sequence;
    try {
      sequence = ring.tryNext();
    } catch (InsufficientCapacityException full) {
      return false;
    }
    // the ring itself learns of ticks that have ended when its threads find nothing more to do
    underWay.incrementAndGet();
    chain.begin(ring.get(sequence), number, scheduledNanos, wakeupNanos, missedBefore, input);
    ring.publish(sequence);
    return true;
  }

  @Override
  public CommitCell commits() {
    return chain.commits();
  }

  @Override
  public long underWay() {
    return underWay.get();
  }

  @Override
  public void close() {
    // not Disruptor.shutdown: it passes over a thread that has not come to its first event yet
    for (long waited = 0; waited < drainMillis * PARKS_PER_MILLI && !drained(); waited++) {
      LockSupport.parkNanos(PARK_NANOS);
    }
    disruptor.halt();
  }

  private boolean drained() {
    return ring.getMinimumGatingSequence() >= ring.getCursor();
  }

  private void end(Consumer<Tick> last, Tick tick) {
    try {
      last.accept(tick);
    } finally {
      underWay.decrementAndGet();
    }
  }

  private void dedicate(StageChain chain, Names names) {
    List<EventHandler<Tick>> handlers = new ArrayList<>();
    for (int stage = 0; stage < chain.stageCount(); stage++) {
      int index = stage;
      EventHandler<Tick> handler = (tick, sequence, last) -> chain.runStage(index, tick);
      names.expect("nfcs-stage-" + chain.stageName(stage));
      after(handlers, chain.dependencies(stage), handler);
      handlers.add(handler);
    }
    names.expect("nfcs-commit");
    Consumer<Tick> commit = chain::commit;
    after(
        handlers,
        -1L >>> (Long.SIZE - handlers.size()),
        (tick, sequence, last) -> end(commit, tick));
  }

  @SuppressWarnings("unchecked") // generic arrays of the varargs
  private void after(List<EventHandler<Tick>> handlers, long stages, EventHandler<Tick> next) {
    EventHandler<Tick>[] before =
        handlers.stream()
            .filter(handler -> (stages >> handlers.indexOf(handler) & 1) != 0)
            .toArray(EventHandler[]::new);
    if (before.length == 0) {
      disruptor.handleEventsWith(next);
    } else {
      EventHandlerGroup<Tick> group = disruptor.after(before);
      group.handleEventsWith(next);
    }
  }

  private static WaitStrategy waitStrategy(RingSettings settings) {
    return switch (settings.waitStrategy()) {
      case PHASED ->
          PhasedBackoffWaitStrategy.withLock(settings.spinMicros(), 0, TimeUnit.MICROSECONDS);
      case BLOCKING -> new BlockingWaitStrategy();
      case YIELDING -> new YieldingWaitStrategy();
      case BUSY_SPIN -> new BusySpinWaitStrategy();
    };
  }

  /**
   * What keeps a thread of the ring alive whatever is thrown: by default the Disruptor ends it, and
   * the ring would refuse all later ticks.
   */
  private record Survivor(StageChain chain) implements ExceptionHandler<Tick> {
    @Override
    public void handleEventException(Throwable failure, long sequence, Tick tick) {
      chain.failed(failure);
    }

    @Override
    public void handleOnStartException(Throwable failure) {
      chain.failed(failure);
    }

    @Override
    public void handleOnShutdownException(Throwable failure) {
      chain.failed(failure);
    }
  }

  /** The Disruptor starts its threads in the order their handlers were added. */
  private static final class Names implements ThreadFactory {
    private final List<String> names = new ArrayList<>();
    private int started;

    void expect(String name) {
      names.add(name);
    }

    @Override
    public Thread newThread(Runnable task) {
      Thread thread = new TickThread(task, names.get(started++));
      thread.setDaemon(true);
      return thread;
    }
  }
}
