package io.nfcs.pipeline.store;

import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.table.BinaryCache;
import io.nfcs.table.Table;
import io.nfcs.table.Table.Comparison;
import io.nfcs.table.TableStore;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A repair of the tables from the journal: rows that are missing or altered are written again, a
 * batch at a time. Fields cannot be restored; the row of a tick whose field is lost says so. Rows
 * of ticks no longer in the journal stay unchanged, and ticks removed by retention are not
 * restored.
 *
 * <p><b>Threads.</b> One. <b>Owns</b> a reader of its own. <b>Fails.</b> A step that throws may be
 * made again.
 */
public final class StoreRepair implements AutoCloseable {
  /** Most records read by a step; retention may have removed any number of their ticks. */
  private static final int READ_AT_ONCE = 16_384;

  private final JournalReader reader;
  private final RunTable ticks;
  private final Table stages;
  private final BinaryCache fields;
  private final RemovedTicks removed;
  private final int batchTicks;
  private final long lastIndex;
  private final List<@Nullable Object[]> tickRows = new ArrayList<>();
  private final List<@Nullable Object[]> stageRows = new ArrayList<>();
  private @Nullable TickShape next;
  private boolean isAtEnd;
  private long read;
  private long runIndex = -1;
  private long tickIndex = -1;
  private long missing;
  private long altered;

  /**
   * Creates a repair before the first record.
   *
   * @param lastIndex journal index of the last tick to repair
   */
  StoreRepair(
      Path journal,
      TableStore target,
      BinaryCache fields,
      RemovedTicks removed,
      int batchTicks,
      long lastIndex) {
    reader = new JournalReader(journal);
    ticks = new RunTable(target);
    stages = target.table(TickTables.STAGE_TIMING);
    this.fields = fields;
    this.removed = removed;
    this.batchTicks = batchTicks;
    this.lastIndex = lastIndex;
  }

  /** Repairs the next batch; returns whether there is more. */
  public boolean step() {
    int left = READ_AT_ONCE;
    while (!isAtEnd
        && left-- > 0
        && tickRows.size() < batchTicks
        && (next == null || tickRows.isEmpty())) {
      if (next != null) {
        ticks.use(next);
        next = null;
      }
      Entry entry = reader.next();
      isAtEnd = entry == Entry.END || reader.index() > lastIndex;
      if (!isAtEnd && entry == Entry.RUN) {
        runIndex = reader.index();
        // the rows of the run before are written first
        next = reader.run().shape();
      } else if (!isAtEnd && entry == Entry.TICK && reader.damage() == null) {
        tickIndex = reader.index();
        if (!removed.has(reader.run().run(), reader.tick().number())) {
          add(reader.run(), reader.tick());
        }
      }
    }
    if (!tickRows.isEmpty()) {
      write();
    }
    return !isAtEnd;
  }

  /** Returns the number of ticks of the journal compared so far. */
  public long ticksRead() {
    return read;
  }

  /** Returns the number of rows that were missing. */
  public long missing() {
    return missing;
  }

  /** Returns the number of rows that were altered. */
  public long altered() {
    return altered;
  }

  /** Returns the journal index of the header of the run read last, -1 if none. */
  long runIndex() {
    return runIndex;
  }

  /** Returns the journal index of the tick read last, -1 if none. */
  long tickIndex() {
    return tickIndex;
  }

  @Override
  public void close() {
    reader.close();
  }

  private void add(RunHeader run, Tick tick) {
    tickRows.add(ticks.row(run, tick, false));
    for (int stage = 0; stage < tick.stageCount(); stage++) {
      stageRows.add(TickTables.row(run, tick, stage));
    }
  }

  private void write() {
    Set<String> present = fields.present(tickRows.stream().map(TickTables::fieldKey).toList());
    tickRows.forEach(row -> TickTables.field(row, present.contains(TickTables.fieldKey(row))));
    Comparison stored = ticks.table().compare(tickRows);
    Comparison storedStages = stages.compare(stageRows);
    repair(stages, storedStages);
    repair(ticks.table(), stored);
    read += tickRows.size();
    missing += stored.missing().size() + storedStages.missing().size();
    altered += stored.altered().size() + storedStages.altered().size();
    tickRows.clear();
    stageRows.clear();
  }

  private static void repair(Table table, Comparison comparison) {
    List<@Nullable Object[]> rows = new ArrayList<>(comparison.missing());
    rows.addAll(comparison.altered());
    if (!rows.isEmpty()) {
      table.upsert(rows);
    }
  }
}
