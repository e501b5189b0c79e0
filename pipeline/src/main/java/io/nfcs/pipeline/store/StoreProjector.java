package io.nfcs.pipeline.store;

import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.table.BinaryCache;
import io.nfcs.table.NodeAwayException;
import io.nfcs.table.Register;
import io.nfcs.table.Table;
import io.nfcs.table.TableStore;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Snapshot;
import io.nfcs.tick.SnapshotSink;
import io.nfcs.tick.Tick;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A projector of the journal: writes its records to the tables in batches, and remembers its
 * position.
 *
 * <p>Rows first, then the position: after a crash between the two, the same rows are written again.
 * So the tables hold every tick of the journal exactly once.
 *
 * <p><b>Threads.</b> The tailing thread; before it starts and after it has ended, the thread that
 * starts and stops the run. {@link #fields()} is for the committing thread. <b>Owns</b> the waiting
 * snapshots, not the tables. <b>Fails.</b> A write that throws leaves the batch as it is, to be
 * written again; a row that is written twice is the same row.
 */
public final class StoreProjector {
  private static final long NOWHERE = -1;

  private final TableStore target;
  private final RunTable ticks;
  private final Table stages;
  private final BinaryCache fieldCache;
  private final Register runRegister;
  private final Register tickRegister;
  private final List<KnownRows> known;
  private final RemovedTicks removed;
  private final StoreRetention retention;
  private final FieldQueue fields;
  private final Counters counters;
  private final ErrorLog errors;
  private final int batchTicks;
  private final List<@Nullable Object[]> tickRows = new ArrayList<>();
  private final List<@Nullable Object[]> stageRows = new ArrayList<>();
  private long runIndex;
  private long tickIndex;
  private long liveRun = NOWHERE;
  private int writtenFields;

  /**
   * Creates a projector into the tables of a grid.
   *
   * @param clock clock for the age of ticks
   */
  public StoreProjector(
      TableStore target, StoreSettings settings, Clock clock, Counters counters, ErrorLog errors) {
    this.target = target;
    ticks = new RunTable(target);
    stages = target.table(TickTables.STAGE_TIMING);
    fieldCache = target.binary("FIELD");
    runRegister = target.register("store.run");
    tickRegister = target.register("store.tick");
    known =
        List.of(
            new KnownRows(() -> ticks.table().count(), target.register("store.ticks")),
            new KnownRows(stages::count, target.register("store.stages")),
            new KnownRows(fieldCache::count, target.register("store.fields")));
    removed =
        new RemovedTicks(
            target.register("store.removed_run"), target.register("store.removed_tick"));
    retention =
        new StoreRetention(ticks, stages, fieldCache, known, removed, settings, clock, counters);
    fields = new FieldQueue(settings.fieldEvery(), settings.fieldQueue());
    batchTicks = settings.batchTicks();
    this.counters = counters;
    this.errors = errors;
    runIndex = runRegister.get(NOWHERE);
    tickIndex = tickRegister.get(NOWHERE);
  }

  /** Returns the sink for snapshots of the run in progress. */
  public SnapshotSink fields() {
    return fields;
  }

  /**
   * Sets the run in progress, the only one with snapshots. The table gets its columns at once, so
   * that they exist before the first row.
   */
  public void liveRun(RunHeader run) {
    liveRun = run.run();
    ticks.use(run.shape());
  }

  /** Returns the journal index of the header of the run applied last, -1 if none. */
  public long runIndex() {
    return runIndex;
  }

  /** Returns the journal index of the tick applied last, -1 if none. */
  public long tickIndex() {
    return tickIndex;
  }

  /** Forgets its position, which is one in another journal. */
  void restart() {
    runIndex = NOWHERE;
    tickIndex = NOWHERE;
  }

  /** Returns the number of ticks in the table, -1 while unknown. */
  public long storedTicks() {
    try {
      return ticks.table().count();
    } catch (NodeAwayException away) {
      return -1;
    }
  }

  /** Returns the retention of the tables and fields of this projector. */
  StoreRetention retention() {
    return retention;
  }

  /** Removes the oldest ticks beyond the limits of the settings. */
  public void retain() {
    retention.apply();
  }

  /** Returns whether retention has removed a tick, which is not restored. */
  boolean hasRemoved(long run, long tick) {
    return removed.has(run, tick);
  }

  /**
   * Returns the latest run of which retention has removed ticks, {@link Long#MIN_VALUE} if none.
   */
  public long removedRun() {
    return removed.run();
  }

  /** Counts, and returns whether rows or fields are missing. */
  boolean isShort() {
    boolean isShort = false;
    for (KnownRows rows : known) {
      isShort |= rows.check();
    }
    return isShort;
  }

  /** Returns a repair of the rows of all ticks applied so far. */
  StoreRepair repair(Path journal) {
    return new StoreRepair(journal, target, fieldCache, removed, batchTicks, tickIndex);
  }

  /**
   * Returns a repair of the rows of all ticks of a journal.
   *
   * @param journal its folder
   */
  public StoreRepair rebuild(Path journal) {
    return new StoreRepair(journal, target, fieldCache, removed, batchTicks, Long.MAX_VALUE);
  }

  /** Takes the present rows as complete, since a repair has restored all it could. */
  void repaired() {
    known.forEach(KnownRows::recount);
  }

  /** Notes that all ticks read by a repair are in the tables. */
  public void rebuilt(StoreRepair repair) {
    runIndex = repair.runIndex();
    tickIndex = repair.tickIndex();
    runRegister.set(runIndex);
    tickRegister.set(tickIndex);
    repaired();
  }

  /**
   * Begins a run: later ticks belong to it; its columns are added to the table and earlier ticks
   * written.
   *
   * @param index of the header in the journal
   */
  public void begin(RunHeader run, long index) {
    flush();
    ticks.use(run.shape());
    if (index > runIndex) {
      runRegister.set(index);
      runIndex = index;
    }
  }

  /**
   * Takes a tick into the batch; its field, if there is one, is written at once or dropped. A tick
   * that was taken before, or removed by retention, is passed over.
   *
   * @param tick read in the call, not kept
   * @param index of its record in the journal
   */
  public void add(RunHeader run, Tick tick, long index) {
    if (index <= tickIndex) {
      return;
    }
    tickIndex = index;
    if (hasRemoved(run.run(), tick.number())) {
      return;
    }
    tickRows.add(ticks.row(run, tick, storeField(run, tick)));
    for (int stage = 0; stage < tick.stageCount(); stage++) {
      stageRows.add(TickTables.row(run, tick, stage));
    }
  }

  /** Returns whether the batch is full and must be written before more is added. */
  public boolean isFull() {
    return tickRows.size() >= batchTicks;
  }

  /** Returns the number of ticks in the batch. */
  int waiting() {
    return tickRows.size();
  }

  /** Writes the batch. */
  public void flush() {
    if (tickRows.isEmpty()) {
      return;
    }
    stages.upsert(stageRows);
    ticks.table().upsert(tickRows);
    tickRegister.set(tickIndex);
    int written = tickRows.size();
    int writtenStages = stageRows.size();
    counters.add(CounterId.TICKS_STORED, written);
    tickRows.clear();
    stageRows.clear();
    try {
      known.get(0).added(written);
      known.get(1).added(writtenStages);
      known.get(2).added(writtenFields);
      writtenFields = 0;
    } catch (RuntimeException failure) {
      known.forEach(KnownRows::unsure);
      throw failure;
    }
  }

  /** Releases waiting snapshots. */
  public void close() {
    fields.clear();
  }

  /** Reports a failure, except that the node is away, which its keeper logs. */
  static void failed(ErrorLog errors, String place, RuntimeException failure) {
    if (failure instanceof NodeAwayException) {
      errors.count(place, failure);
    } else {
      errors.record(place, failure);
    }
  }

  private boolean storeField(RunHeader run, Tick tick) {
    Snapshot snapshot = run.run() == liveRun ? fields.take(tick.number()) : null;
    if (snapshot == null) {
      return false;
    }
    try {
      fieldCache.put(
          FieldLayout.key(run.run(), tick.number()),
          FieldLayout.encode(run.run(), tick.number(), snapshot));
      writtenFields++;
      counters.increment(CounterId.FIELDS_STORED);
      return true;
    } catch (RuntimeException failure) {
      counters.increment(CounterId.FIELDS_DROPPED);
      failed(errors, "store of a field", failure);
      return false;
    } finally {
      snapshot.release();
    }
  }
}
