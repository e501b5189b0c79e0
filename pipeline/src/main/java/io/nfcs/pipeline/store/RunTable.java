package io.nfcs.pipeline.store;

import io.nfcs.table.Table;
import io.nfcs.table.TableStore;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickShape;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code TICK} with the columns of the run being written, one run after the other.
 *
 * <p><b>Threads.</b> One. <b>Fails.</b> A call of {@link #use} that throws may be made again.
 */
final class RunTable {
  private final TableStore target;
  private TickTables columns = TickTables.OF_MODEL;
  private Table table;

  /** Creates the table with the columns that every run has. */
  RunTable(TableStore target) {
    this.target = target;
    table = target.table(columns.schema());
  }

  /** Takes the columns of a run; missing ones are added to the table. */
  void use(TickShape shape) {
    TickTables ofRun = new TickTables(shape);
    if (!ofRun.schema().equals(columns.schema())) {
      table = target.table(ofRun.schema());
      columns = ofRun;
    }
  }

  /** Returns the table, for rows of this run. */
  Table table() {
    return table;
  }

  /** Returns the row of a tick. */
  @Nullable Object[] row(RunHeader run, Tick tick, boolean hasField) {
    return columns.row(run, tick, hasField);
  }
}
