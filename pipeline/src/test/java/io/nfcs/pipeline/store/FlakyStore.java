package io.nfcs.pipeline.store;

import io.nfcs.table.BinaryCache;
import io.nfcs.table.Register;
import io.nfcs.table.Table;
import io.nfcs.table.TableSchema;
import io.nfcs.table.TableStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A store whose every second change of a table fails, after it has been done or before. */
record FlakyStore(TableStore target) implements TableStore {
  @Override
  public Table table(TableSchema schema) {
    return new FlakyTable(target.table(schema));
  }

  @Override
  public BinaryCache binary(String name) {
    return target.binary(name);
  }

  @Override
  public Register register(String name) {
    return target.register(name);
  }

  /** A table whose changes fail in turn: before, after, not. */
  private static final class FlakyTable implements Table {
    private final Table table;
    private int changes;

    FlakyTable(Table table) {
      this.table = table;
    }

    private void change(Runnable change) {
      int turn = changes++ % 3;
      if (turn == 0) {
        throw new IllegalStateException("fails before");
      }
      change.run();
      if (turn == 1) {
        throw new IllegalStateException("fails after");
      }
    }

    @Override
    public TableSchema schema() {
      return table.schema();
    }

    @Override
    public void upsert(List<@Nullable Object[]> rows) {
      change(() -> table.upsert(rows));
    }

    @Override
    public Comparison compare(List<@Nullable Object[]> rows) {
      return table.compare(rows);
    }

    @Override
    public long count() {
      return table.count();
    }

    @Override
    public boolean order() {
      return table.order();
    }

    @Override
    public List<@Nullable Object[]> first(int most) {
      return table.first(most);
    }

    @Override
    public void remove(List<@Nullable Object[]> rows) {
      change(() -> table.remove(rows));
    }

    @Override
    public long usedBytes() {
      return table.usedBytes();
    }
  }
}
