package io.nfcs.monitor.cause;

import io.nfcs.cache.TieredCache;
import io.nfcs.counters.Metrics;
import io.nfcs.pipeline.ring.RingSettings;
import io.nfcs.tick.ObserverContext;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The ticks that were done later than usual, each with its causes.
 *
 * <p>A tick is explained when the flight recorder has reported all pauses up to its commit, about a
 * second later. <b>Threads.</b> Ticks by one thread, the rest by any. <b>Owns</b> a stream of the
 * flight recorder until {@link #close()}.
 */
public final class LateTicks implements AutoCloseable {
  private static final int KEPT = 200;
  private static final long TIE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final double NANOS_PER_SECOND = 1e9;

  private final ObserverContext run;
  private final long lateNanos;
  private final boolean isInline;
  private final ThreadDelays delays = new ThreadDelays();
  private final Usual usual = new Usual();
  private final Deque<Observed> pending = new ArrayDeque<>();
  private final Deque<LateTick> explained = new ArrayDeque<>();
  private final Map<Cause, Sums> sums = new EnumMap<>(Cause.class);
  private final Pauses pauses;
  private final Map<String, Long> tierNanos = new HashMap<>();
  private List<String> stages = List.of();
  private long periodNanos;
  private @Nullable Span before;
  private long tiedNanos;
  private long delayNanos;

  /**
   * Starts to observe.
   *
   * @param lateMillis delay beyond the usual from which a tick is late
   * @param nowNanos the ticks' clock
   */
  public LateTicks(ObserverContext run, double lateMillis, LongSupplier nowNanos) {
    this.run = run;
    lateNanos = Math.round(lateMillis * TimeUnit.MILLISECONDS.toNanos(1));
    isInline = run.settings("ring", RingSettings.class).threads() == RingSettings.Threads.INLINE;
    for (Cause cause : Cause.values()) {
      Sums of = new Sums(new LongAdder(), new LongAdder(), new LongAdder());
      of.tell(run.metrics(), cause);
      sums.put(cause, of);
    }
    pauses = new Pauses(nowNanos, this::explain);
  }

  /** Begins a run. */
  public synchronized void onRun(RunHeader header) {
    stages = header.shape().stages();
    periodNanos = header.periodNanos();
    before = null;
  }

  /** Notes a tick in the journal. */
  public synchronized void onTick(Tick tick) {
    if (before == null || tick.wakeupNanos() - tiedNanos > TIE_NANOS) {
      tiedNanos = tick.wakeupNanos();
      pauses.tie();
      delays.find();
    }
    Span span = Span.of(tick, periodNanos);
    long delayed = delays.nanos();
    Observed observed =
        new Observed(
            span,
            before,
            usual.nanos(span.pieces()),
            delayed - delayNanos,
            tick.appendBeforeNanos(),
            tierGrowth());
    if (observed.lateNanos() > lateNanos) {
      pending.addLast(observed);
    } else {
      usual.add(span);
    }
    before = span;
    delayNanos = delayed;
  }

  /** Returns the latest late ticks, the newest first. */
  public synchronized List<LateTick> latest() {
    return List.copyOf(explained);
  }

  @Override
  public void close() {
    pauses.close();
  }

  private void explain(long completeNanos) {
    List<Observed> ready = new ArrayList<>();
    List<String> names;
    synchronized (this) {
      names = stages;
      while (!pending.isEmpty() && pending.getFirst().span().commitNanos() <= completeNanos) {
        ready.add(pending.removeFirst());
      }
    }
    for (Observed observed : ready) {
      Span span = observed.span();
      if (span.pieces() == Span.FIRST_STAGE + names.size() + 1) {
        keep(
            Explanation.of(
                observed, names, isInline, pauses.between(span.dueNanos(), span.commitNanos())));
      }
    }
  }

  private synchronized void keep(LateTick tick) {
    explained.addFirst(tick);
    if (explained.size() > KEPT) {
      explained.removeLast();
    }
    Sums main = of(tick.main().cause());
    main.ticks.increment();
    main.missed.add(tick.missedBefore());
    for (LateTick.Part part : tick.parts()) {
      of(part.cause()).nanos.add(part.nanos());
    }
  }

  private Sums of(Cause cause) {
    return Objects.requireNonNull(sums.get(cause));
  }

  /** Returns the time of look-ups of each tier below near since the last call. */
  private Map<String, Long> tierGrowth() {
    Map<String, Long> grown = new HashMap<>();
    for (TieredCache<?, ?> cache : run.grid().caches()) {
      cache
          .lookupNanos()
          .forEach((tier, sum) -> {
            String name = cache.name() + "/" + tier;
            Long former = tierNanos.put(name, sum);
            long growth = sum - (former == null ? 0 : former);
            if (growth > 0) {
              grown.put(name, growth);
            }
          });
    }
    return grown;
  }

  /** Sums of one cause. */
  private record Sums(LongAdder ticks, LongAdder missed, LongAdder nanos) {
    void tell(Metrics metrics, Cause cause) {
      Map<String, String> labels = Map.of("cause", cause.toString());
      metrics.counter("nfcs_late_ticks", "Late ticks, by their main cause.", labels, ticks::sum);
      metrics.counter(
          "nfcs_periods_missed_by_cause", "Missed periods, by their cause.", labels, missed::sum);
      metrics.gauge(
          "nfcs_lateness_explained_seconds",
          "Total lateness of ticks, by cause.",
          labels,
          () -> nanos.sum() / NANOS_PER_SECOND);
    }
  }
}
