package io.nfcs.pipeline.store;

import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.journal.Retention;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Follows the journal and feeds the store, live as after a crash.
 *
 * <p><b>Threads.</b> Its own, {@code nfcs-tailer}. <b>Owns</b> the reader and the projector.
 * <b>Fails.</b> A store that throws is asked again, and meanwhile the journal keeps what it has not
 * got.
 */
public final class JournalTailer implements AutoCloseable {
  private final JournalReader reader;
  private final StoreProjector store;
  private final StoreSettings settings;
  private final Retention retention;
  private final Counters counters;
  private final ErrorLog errors;
  private final Thread thread = new Thread(this::follow, "nfcs-tailer");
  private volatile boolean closing;
  private volatile boolean abandoned;

  /** A tailer that stands behind the last record the store has applied; it does not run yet. */
  public JournalTailer(
      JournalReader reader,
      StoreProjector store,
      StoreSettings settings,
      Retention retention,
      Counters counters,
      ErrorLog errors) {
    this.reader = reader;
    this.store = store;
    this.settings = settings;
    this.retention = retention;
    this.counters = counters;
    this.errors = errors;
    thread.setDaemon(true);
  }

  /** Begins to follow the journal. */
  public void start() {
    thread.start();
  }

  /** Follows to the end of the journal, within the time of the settings, and stops. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    try {
      thread.join(settings.drainMillis());
      abandoned = true;
      LockSupport.unpark(thread);
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    store.close();
    reader.close();
  }

  private void follow() {
    resume();
    while (!abandoned) {
      boolean last = closing;
      if (!advance()) {
        persist(store::flush);
        if (last) {
          return;
        }
        trim();
        pause(settings.pollMillis());
      }
    }
  }

  private void trim() {
    try {
      retention.apply(reader);
    } catch (RuntimeException failure) {
      errors.record("retention of the journal", failure);
    }
  }

  /** Goes behind the record applied last; what cannot be found again is read from the start. */
  private void resume() {
    if (store.tickIndex() > reader.lastIndex()) {
      store.restart();
    }
    if (store.runIndex() < 0 || !reader.moveTo(store.runIndex())) {
      reader.moveToStart();
      return;
    }
    next();
    if (store.tickIndex() > store.runIndex() && reader.moveTo(store.tickIndex())) {
      reader.next();
    }
  }

  /** A reader that fails, say on a file taken away under it, is asked again. */
  private boolean advance() {
    try {
      return next();
    } catch (RuntimeException | Error failure) {
      errors.record("reader of the journal", failure);
      return false;
    }
  }

  private boolean next() {
    Entry entry = reader.next();
    switch (entry) {
      case END -> {
        return false;
      }
      case RUN -> persist(() -> store.begin(reader.index()));
      case TICK -> tick();
      case RECEIPT -> {
        // of no run, so there is nothing to store
      }
      case UNREADABLE -> damaged();
    }
    return true;
  }

  private void tick() {
    if (reader.damage() != null) {
      damaged();
      return;
    }
    store.add(reader.run(), reader.tick(), reader.index());
    if (store.full()) {
      persist(store::flush);
    }
  }

  private void damaged() {
    errors.record(
        "journal " + reader.position(), new IllegalStateException(String.valueOf(reader.damage())));
  }

  private void persist(Runnable write) {
    while (!abandoned) {
      try {
        write.run();
        return;
      } catch (RuntimeException failure) {
        counters.increment(CounterId.STORE_RETRIES);
        errors.record("store", failure);
        pause(settings.retryMillis());
      }
    }
  }

  private static void pause(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
