package io.nfcs.pipeline;

import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.pipeline.store.StoreSettings;
import io.nfcs.pipeline.timing.Instruments;
import io.nfcs.tick.TickObserver;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A feed of an observer with the ticks of a run from the journal, by its own reader and thread:
 * neither the tables nor another observer delay it.
 *
 * <p><b>Threads.</b> Its own, {@code nfcs-observer-} with the observer's name, which alone uses the
 * reader and calls the observer from {@link #start} until it ends; {@link #start} and {@link
 * #close} by one other. The join in {@code close} orders all calls of the observer before that of
 * its close. <b>Owns</b> the reader and the observer. <b>Fails.</b> An observer that throws is
 * counted and reported once; {@link #close()} abandons one that does not return in time.
 */
final class ObserverFeed implements AutoCloseable {
  private static final long INTERRUPTED_MILLIS = 1000;

  private final TickObserver observer;
  private final JournalReader reader;
  private final long index;
  private final long run;
  private final StoreSettings settings;
  private final Counters counters;
  private final ErrorLog errors;
  private final Thread thread;
  private boolean hasBegun;
  private volatile boolean isClosing;
  private volatile boolean isAbandoned;

  /**
   * Creates a feed that does not run yet.
   *
   * @param index of the header of the run in the journal
   * @param run its number
   * @param settings interval of reads, and time limit of a stop
   */
  public ObserverFeed(
      TickObserver observer,
      JournalReader reader,
      long index,
      long run,
      StoreSettings settings,
      Instruments instruments) {
    this.observer = observer;
    this.reader = reader;
    this.index = index;
    this.run = run;
    this.settings = settings;
    counters = instruments.counters();
    errors = instruments.errors();
    thread = new Thread(this::follow, "nfcs-observer-" + observer.name());
    thread.setDaemon(true);
  }

  /** Begins to follow the journal. */
  public void start() {
    thread.start();
  }

  /**
   * Shows the remaining ticks, within the time of the settings, and stops: then the thread is
   * interrupted, and a second later left behind with its reader. If it was never started, only the
   * observer and the reader are closed.
   */
  @Override
  public void close() {
    isClosing = true;
    LockSupport.unpark(thread);
    try {
      thread.join(settings.drainMillis());
      isAbandoned = true;
      thread.interrupt();
      thread.join(INTERRUPTED_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      // its reader is in use and cannot be closed
      fail(new IllegalStateException("does not return from a tick; left behind"));
      return;
    }
    guarded(observer::close);
    reader.close();
  }

  private void follow() {
    boolean isPlaced = false;
    while (!isAbandoned) {
      boolean isLast = isClosing;
      boolean isMore = false;
      try {
        // no file of the run can have been deleted yet, but the folder may hold foreign ones
        isPlaced = isPlaced || reader.moveTo(index);
        isMore = isPlaced && next();
      } catch (RuntimeException | Error failure) {
        errors.record("reader of observer " + observer.name(), failure);
      }
      if (!isMore) {
        if (isLast) {
          return;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(settings.pollMillis()));
      }
    }
  }

  /** Goes to the next tick; damage is reported by the reader that feeds the tables. */
  private boolean next() {
    Entry entry = reader.next();
    boolean isOurs = entry != Entry.END && reader.damage() == null && reader.run().run() == run;
    // each file starts with the header of the run
    if (isOurs && entry == Entry.RUN && !hasBegun) {
      hasBegun = true;
      guarded(() -> observer.onRun(reader.run()));
    } else if (isOurs && entry == Entry.TICK) {
      guarded(() -> observer.onTick(reader.tick()));
    }
    return entry != Entry.END;
  }

  private void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | Error failure) {
      fail(failure);
    }
  }

  private void fail(Throwable failure) {
    counters.increment(CounterId.OBSERVER_FAILURES);
    errors.record("observer " + observer.name(), failure);
  }
}
