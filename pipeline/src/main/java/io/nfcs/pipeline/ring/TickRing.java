package io.nfcs.pipeline.ring;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.EventHandlerIdentity;
import com.lmax.disruptor.ExceptionHandler;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.PhasedBackoffWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import io.nfcs.cache.TickThread;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickInput;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The Disruptor ring between the orchestrator and the stages.
 *
 * <p>Slots are made once. With {@link RingSettings.Threads#SHARED} one thread runs all stages in
 * order; with {@link RingSettings.Threads#DEDICATED} each stage has a thread that waits for those
 * it depends on, and the commit waits for all. So {@code cgl ∥ kuramoto → risk} is
 *
 * <pre>{@code
 * disruptor.after().handleEventsWith(cgl);
 * disruptor.after().handleEventsWith(kuramoto);
 * disruptor.after(cgl, kuramoto).handleEventsWith(risk);
 * disruptor.after(cgl, kuramoto, risk).then(commit);
 * }</pre>
 *
 * <p>A full ring refuses the tick and never waits.
 *
 * <p><b>Threads.</b> {@link #offer} belongs to one thread. Memory is ordered by the sequences of
 * the ring (Thompson et al., "Disruptor", 2011): {@code publish} releases the filled slot to the
 * first stages, each handler's own sequence releases its writes to those that wait for it, and the
 * commit's sequence, which gates {@code tryNext}, releases the slot to the next tick. So a slot has
 * one writer at a time, except that independent stages write their own entries. <b>Owns</b> the
 * stage threads, all daemon and named. <b>Allocates</b> nothing per tick. <b>Fails.</b> An
 * exception of a handler is reported; its thread continues with the next tick.
 */
final class TickRing implements TickRunner {
  private static final long PARK_NANOS = 100_000;
  private static final long PARKS_PER_MILLI = 10;

  private final StageChain chain;
  private final Disruptor<Tick> disruptor;
  private final RingBuffer<Tick> ring;
  private final long drainMillis;
  private final AtomicLong underWay = new AtomicLong();

  /** Creates a started ring. */
  TickRing(StageChain chain, RingSettings settings) {
    this.chain = chain;
    boolean isDedicated = settings.threads() == RingSettings.Threads.DEDICATED;
    disruptor =
        new Disruptor<>(
            chain::newSlot,
            settings.size(),
            new NamedThreads(isDedicated ? dedicated(chain) : List.of("nfcs-stages")),
            ProducerType.SINGLE,
            waitStrategy(settings));
    disruptor.setDefaultExceptionHandler(new Survivor(chain));
    if (isDedicated) {
      handleEachStage();
    } else {
      disruptor.handleEventsWith(ending(chain::run));
    }
    ring = disruptor.start();
    drainMillis = settings.drainMillis();
  }

  private void handleEachStage() {
    List<EventHandlerIdentity> stages = new ArrayList<>();
    for (int i = 0; i < chain.stageCount(); i++) {
      int index = i;
      EventHandler<Tick> stage = (tick, sequence, isLast) -> chain.runStage(index, tick);
      disruptor.after(some(stages, chain.dependencies(i))).handleEventsWith(stage);
      stages.add(stage);
    }
    disruptor.after(all(stages)).then(ending(chain::commit));
  }

  private static EventHandlerIdentity[] all(List<EventHandlerIdentity> stages) {
    return stages.toArray(EventHandlerIdentity[]::new);
  }

  /** Returns the handlers whose bits are set. */
  private static EventHandlerIdentity[] some(List<EventHandlerIdentity> stages, long bits) {
    return IntStream.range(0, stages.size())
        .filter(stage -> (bits >> stage & 1) != 0)
        .mapToObj(stages::get)
        .toArray(EventHandlerIdentity[]::new);
  }

  /** Returns the handler after which a tick is not under way any more. */
  private EventHandler<Tick> ending(Consumer<Tick> last) {
    return (tick, sequence, isLast) -> {
      try {
        last.accept(tick);
      } finally {
        underWay.decrementAndGet();
      }
    };
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
    // the ring's own sequences advance only when its threads have nothing more to do
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
    // not Disruptor.shutdown: it ignores a thread before its first event
    for (long waited = 0; waited < drainMillis * PARKS_PER_MILLI && !isDrained(); waited++) {
      LockSupport.parkNanos(PARK_NANOS);
    }
    disruptor.halt();
  }

  private boolean isDrained() {
    return ring.getMinimumGatingSequence() >= ring.getCursor();
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
   * Keeps a thread of the ring alive after any exception: by default the Disruptor ends the thread,
   * and the ring would refuse all later ticks.
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

  private static List<String> dedicated(StageChain chain) {
    List<String> names = new ArrayList<>();
    for (int stage = 0; stage < chain.stageCount(); stage++) {
      names.add("nfcs-stage-" + chain.stageName(stage));
    }
    names.add("nfcs-commit");
    return names;
  }

  /** Names each thread: the Disruptor starts them in the order in which handlers were added. */
  private static final class NamedThreads implements ThreadFactory {
    private final Iterator<String> names;

    NamedThreads(List<String> names) {
      this.names = names.iterator();
    }

    @Override
    public Thread newThread(Runnable task) {
      Thread thread = new TickThread(task, names.next());
      thread.setDaemon(true);
      return thread;
    }
  }
}
