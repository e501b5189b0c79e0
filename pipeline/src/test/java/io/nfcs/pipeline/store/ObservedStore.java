package io.nfcs.pipeline.store;

import io.nfcs.table.BinaryCache;
import io.nfcs.table.Register;
import io.nfcs.table.Table;
import io.nfcs.table.TableSchema;
import io.nfcs.table.TableStore;
import java.util.function.Consumer;

/**
 * A store that reports each request of a table and each change of a register beforehand to a
 * listener, which may make it fail.
 */
record ObservedStore(TableStore target, Consumer<String> listener) implements TableStore {
  @Override
  public Table table(TableSchema schema) {
    listener.accept("table " + schema.name());
    return target.table(schema);
  }

  @Override
  public BinaryCache binary(String name) {
    return target.binary(name);
  }

  @Override
  public Register register(String name) {
    Register register = target.register(name);
    return new Register() {
      @Override
      public long get(long absent) {
        return register.get(absent);
      }

      @Override
      public void set(long value) {
        listener.accept("set " + name);
        register.set(value);
      }
    };
  }
}
