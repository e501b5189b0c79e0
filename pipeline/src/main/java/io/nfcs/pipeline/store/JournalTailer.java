package io.nfcs.pipeline.store;

import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Law;
import io.nfcs.counters.Metrics;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.journal.Position;
import io.nfcs.journal.Retention;
import io.nfcs.pipeline.timing.Instruments;
import io.nfcs.table.NodeAwayException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reader that follows the journal and feeds the store, in a live run and after a crash.
 *
 * <p><b>Threads.</b> Its own, {@code nfcs-tailer}, which alone uses reader, projector and retention
 * from {@link #start} until it ends; {@link #start} and {@link #close} by one other. Readers of
 * metrics see the volatile residue. <b>Owns</b> the reader and the projector. <b>Fails.</b> A write
 * of the store that throws is retried; meanwhile the journal keeps its ticks.
 */
public final class JournalTailer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalTailer.class);

  /** Interval between counts of the rows. */
  private static final long CHECK_MILLIS = 2000;

  /** Interval between checks for the removal of the oldest ticks, in time and in further ticks. */
  private static final long LOOK_MILLIS = 500;

  private static final int LOOK_TICKS = 16;

  /** Time for a step that was under way when the time of a stop was over. */
  private static final long STEP_MILLIS = 1000;

  private final JournalReader reader;
  private final StoreProjector store;
  private final StoreSettings settings;
  private final Retention retention;
  private final Counters counters;
  private final ErrorLog errors;
  private final Path folder;
  private final Thread thread = new Thread(this::follow, "nfcs-tailer");
  private long idleMillis = CHECK_MILLIS;
  private long lookMillis;
  private int lookTicks;
  private boolean isWithoutRun;
  private @Nullable StoreRepair repair;
  private volatile long residue;
  private volatile boolean isClosing;
  private volatile boolean isAbandoned;

  /**
   * Creates a tailer after the last record that the store has applied; it does not run yet.
   *
   * @param folder of the journal
   */
  public JournalTailer(
      Path folder,
      JournalReader reader,
      StoreProjector store,
      StoreSettings settings,
      Retention retention,
      Instruments instruments) {
    this.folder = folder;
    this.reader = reader;
    this.store = store;
    this.settings = settings;
    this.retention = retention;
    counters = instruments.counters();
    errors = instruments.errors();
    thread.setDaemon(true);
    Metrics metrics = instruments.metrics();
    metrics.gauge(
        "nfcs_store_used_bytes",
        "Bytes of the pages that tables and fields take.",
        Map.of(),
        store.retention()::usedBytes);
    Law.tell(metrics, "ticks to tables", Map.of(), () -> residue);
  }

  /** Counts the backlog, and begins to follow the journal. */
  public void start() {
    try {
      resume();
      countBacklog();
    } catch (RuntimeException failure) {
      errors.record("reader of the journal", failure);
    }
    try {
      resume();
    } catch (RuntimeException failure) {
      errors.record("reader of the journal", failure);
      // ticks already in the tables are passed over
      reader.moveToStart();
    }
    thread.start();
  }

  private void countBacklog() {
    for (Entry entry = reader.next(); entry != Entry.END; entry = reader.next()) {
      if (entry == Entry.TICK
          && reader.damage() == null
          && reader.index() > store.tickIndex()
          && !store.hasRemoved(reader.run().run(), reader.tick().number())) {
        counters.increment(CounterId.TICKS_BACKLOG);
      }
    }
  }

  /**
   * Follows to the end of the journal, within the time of the settings and as long as the node
   * answers, and stops. The rest comes into the tables at the next start.
   */
  @Override
  public void close() {
    isClosing = true;
    LockSupport.unpark(thread);
    try {
      thread.join(settings.drainMillis());
      isAbandoned = true;
      LockSupport.unpark(thread);
      thread.join(STEP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!thread.isAlive()) {
      store.close();
      endRepair();
      reader.close();
    }
  }

  private void follow() {
    // rows deleted meanwhile are noticed before more are added
    shortOf();
    while (!isAbandoned) {
      boolean isLast = isClosing;
      if (!advance()) {
        persist(store::flush);
        if (removeSome() || repairSome()) {
          continue;
        }
        if (isLast) {
          return;
        }
        trim();
        if (!isClosing) {
          pause(settings.pollMillis());
          idleMillis += settings.pollMillis();
          lookMillis += settings.pollMillis();
        }
      }
    }
  }

  /** Removes some of the oldest ticks beyond the limits; new ticks come first. */
  private boolean removeSome() {
    if (isClosing || (lookMillis < LOOK_MILLIS && lookTicks < LOOK_TICKS)) {
      return false;
    }
    boolean isMore = retain();
    if (!isMore) {
      lookMillis = 0;
      lookTicks = 0;
    }
    return isMore;
  }

  private boolean retain() {
    try {
      return store.retention().step();
    } catch (RuntimeException failure) {
      StoreProjector.failed(errors, "retention of the store", failure);
      return false;
    }
  }

  /** Checks from time to time whether rows were deleted, and begins a repair if so. */
  private void shortOf() {
    if (repair != null || idleMillis < CHECK_MILLIS) {
      return;
    }
    idleMillis = 0;
    try {
      if (store.isShort()) {
        LOG.warn("rows are missing in the tables; they are written again from the journal");
        repair = store.repair(folder);
      }
    } catch (RuntimeException away) {
      StoreProjector.failed(errors, "store, count of rows", away);
    }
  }

  /** Repairs a batch if a repair is under way; new ticks come first. */
  private boolean repairSome() {
    shortOf();
    StoreRepair current = repair;
    if (current == null) {
      return false;
    }
    try {
      if (current.step()) {
        return true;
      }
      store.repaired();
      counters.add(CounterId.ROWS_REPAIRED, current.missing() + current.altered());
      LOG.info(
          "{} rows of the tables were missing and {} altered; they are repaired from the journal",
          current.missing(),
          current.altered());
      endRepair();
      return true;
    } catch (RuntimeException failure) {
      StoreProjector.failed(errors, "repair of the store", failure);
      return false;
    }
  }

  private void endRepair() {
    if (repair != null) {
      repair.close();
      repair = null;
    }
  }

  private void trim() {
    try {
      retention.apply(reader);
    } catch (RuntimeException failure) {
      errors.record("retention of the journal", failure);
    }
  }

  /** Goes after the record applied last, or to the start if the record is not found. */
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

  /** Reads the next entry; a reader that fails, such as on a deleted file, is retried. */
  private boolean advance() {
    try {
      long journalled = counters.value(CounterId.TICKS_JOURNALLED);
      boolean isMore = next();
      if (!isMore) {
        residue = residue(journalled);
      }
      return isMore;
    } catch (RuntimeException | Error failure) {
      errors.record("reader of the journal", failure);
      return false;
    }
  }

  /**
   * Returns the difference between the ticks journalled and those stored or in the batch. Called at
   * the end of the journal, where only the batch is on its way to the tables.
   *
   * @param journalled ticks that were in the journal before its end was found
   */
  private long residue(long journalled) {
    long backlog = counters.value(CounterId.TICKS_BACKLOG);
    long read = counters.value(CounterId.TICKS_STORED) + store.waiting();
    if (backlog + journalled > read) {
      return backlog + journalled - read;
    }
    // the latest tick may have been read before it was counted
    long now =
        Law.residue(
            () -> backlog + counters.value(CounterId.TICKS_JOURNALLED), () -> read, () -> 0);
    return Math.min(now, 0);
  }

  private boolean next() {
    Entry entry = reader.next();
    switch (entry) {
      case END -> {
        return false;
      }
      case RUN -> {
        isWithoutRun = false;
        persist(() -> store.begin(reader.run(), reader.index()));
      }
      case TICK -> tick();
      case RECEIPT -> {
        // without a run, so nothing is stored
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
    lookTicks++;
    if (store.isFull()) {
      persist(store::flush);
      // a reader with a backlog does not reach the end of the journal for long
      int left = 2 * settings.batchTicks();
      while (left > 0 && !isAbandoned && retain()) {
        left -= StoreRetention.TICKS_AT_ONCE;
      }
    }
  }

  private void damaged() {
    boolean isTold = isWithoutRun && reader.isWithoutRun();
    isWithoutRun = reader.isWithoutRun();
    if (!isTold) {
      Position at = reader.position();
      errors.record("journal " + at.file() + " at " + at.offset(), String.valueOf(reader.damage()));
    }
  }

  private void persist(Runnable write) {
    while (!isAbandoned) {
      try {
        write.run();
        return;
      } catch (RuntimeException failure) {
        counters.increment(CounterId.STORE_RETRIES);
        StoreProjector.failed(errors, "store", failure);
        if (isClosing && failure instanceof NodeAwayException) {
          isAbandoned = true;
          return;
        }
        pause(settings.retryMillis());
      }
    }
  }

  private static void pause(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
