package io.nfcs.grid.ignite;

import io.nfcs.config.StartException;
import io.nfcs.table.Table;
import io.nfcs.table.TableSchema;
import io.nfcs.table.TableSchema.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.cache.Cache;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteBinary;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.IgniteException;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.binary.BinaryObjectBuilder;
import org.apache.ignite.cache.QueryEntity;
import org.apache.ignite.cache.query.QueryCursor;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.query.GridQueryProcessor;
import org.apache.ignite.internal.processors.query.QueryField;
import org.jspecify.annotations.Nullable;

/**
 * A table as an Ignite cache of binary objects with an SQL face in schema PUBLIC. Rows go in as key
 * and value, far faster than by SQL; no class of ours is needed to read them.
 *
 * <p><b>Threads.</b> Any.
 */
final class IgniteTable implements Table {
  static final String SCHEMA = "PUBLIC";

  /** Names in SQL of the types that columns may have. */
  private static final Map<Class<?>, String> TYPES =
      Map.of(
          Long.class, "BIGINT",
          Integer.class, "INT",
          Double.class, "DOUBLE",
          Boolean.class, "BOOLEAN",
          String.class, "VARCHAR",
          byte[].class, "VARBINARY");

  private final TableSchema schema;
  private final String keyType;
  private final String valueType;
  private final NodeCache<BinaryObject, BinaryObject> cache;
  private final List<String> names;
  private final RowOrder order;

  IgniteTable(NodeLife life, TableSchema schema) {
    this.schema = schema;
    keyType = schema.name() + "_KEY";
    valueType = schema.name() + "_ROW";
    order = new RowOrder(schema);
    CacheConfiguration<BinaryObject, BinaryObject> configuration = IgniteNode.onDisk(schema.name());
    configuration.setSqlSchema(SCHEMA).setQueryEntities(List.of(entity()));
    cache = life.cache(configuration);
    names = cache.call(this::complete);
  }

  @Override
  public TableSchema schema() {
    return schema;
  }

  @Override
  public void upsert(List<@Nullable Object[]> rows) {
    cache.call(opened -> {
      IgniteBinary binary = opened.unwrap(Ignite.class).binary();
      Map<BinaryObject, BinaryObject> batch = new LinkedHashMap<>();
      for (@Nullable Object[] row : rows) {
        batch.put(
            build(binary.builder(keyType), row, 0, schema.keyColumns()),
            build(binary.builder(valueType), row, schema.keyColumns(), row.length));
      }
      opened.<BinaryObject, BinaryObject>withKeepBinary().putAll(batch);
      return batch;
    });
  }

  @Override
  public Comparison compare(List<@Nullable Object[]> rows) {
    return cache.call(opened -> {
      BinaryObjectBuilder builder = opened.unwrap(Ignite.class).binary().builder(keyType);
      Map<BinaryObject, @Nullable Object[]> wanted = new LinkedHashMap<>();
      for (@Nullable Object[] row : rows) {
        wanted.put(build(builder, row, 0, schema.keyColumns()), row);
      }
      Map<BinaryObject, BinaryObject> stored =
          opened.<BinaryObject, BinaryObject>withKeepBinary().getAll(wanted.keySet());
      Comparison comparison = new Comparison(new ArrayList<>(), new ArrayList<>());
      wanted.forEach((key, row) -> {
        BinaryObject found = stored.get(key);
        if (found == null) {
          comparison.missing().add(row);
        } else if (!isSame(row, found)) {
          comparison.altered().add(row);
        }
      });
      return comparison;
    });
  }

  private boolean isSame(@Nullable Object[] row, BinaryObject stored) {
    for (int i = schema.keyColumns(); i < row.length; i++) {
      if (!Objects.deepEquals(row[i], stored.field(names.get(i)))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public long count() {
    return cache.call(IgniteCache::sizeLong);
  }

  @Override
  public boolean order() {
    return cache.call(opened -> {
      boolean isOrdered = order.isThere(opened);
      if (!isOrdered) {
        order.make(opened);
      }
      return isOrdered;
    });
  }

  @Override
  public List<@Nullable Object[]> first(int most) {
    return cache.call(opened -> {
      if (!order.isThere(opened)) {
        throw new IllegalStateException("the rows of " + schema.name() + " are not in order");
      }
      List<@Nullable Object[]> rows = new ArrayList<>();
      IgniteCache<BinaryObject, BinaryObject> binary = opened.withKeepBinary();
      try (QueryCursor<Cache.Entry<BinaryObject, BinaryObject>> entries =
          binary.query(order.first(valueType, most))) {
        entries.forEach(entry -> rows.add(row(entry)));
      }
      return rows;
    });
  }

  private @Nullable Object[] row(Cache.Entry<BinaryObject, BinaryObject> entry) {
    @Nullable Object[] row = new @Nullable Object[names.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = (i < schema.keyColumns() ? entry.getKey() : entry.getValue()).field(names.get(i));
    }
    return row;
  }

  @Override
  public void remove(List<@Nullable Object[]> rows) {
    cache.call(opened -> {
      BinaryObjectBuilder builder = opened.unwrap(Ignite.class).binary().builder(keyType);
      Set<BinaryObject> keys = new LinkedHashSet<>();
      rows.forEach(row -> keys.add(build(builder, row, 0, schema.keyColumns())));
      opened.<BinaryObject, BinaryObject>withKeepBinary().removeAll(keys);
      return keys;
    });
  }

  @Override
  public long usedBytes() {
    return cache.call(UsedPages::bytes);
  }

  /**
   * Adds missing columns at the end of the table, with NULL in its rows. Ignite cannot change the
   * type of a column, so a column of another type stays, and the new column is added beside it.
   *
   * <p>Not by SQL, whose first statement takes seconds on a machine that is busy.
   *
   * @return the names of the columns in the table, in the order of the schema
   */
  private List<String> complete(IgniteCache<?, ?> opened) {
    // throws if somebody has destroyed it, so that it is made again
    opened.localSizeLong();
    GridQueryProcessor tables = ((IgniteEx) opened.unwrap(Ignite.class)).context().query();
    Map<String, Class<?>> found = new HashMap<>();
    tables.types(schema.name()).forEach(type -> found.putAll(type.fields()));
    List<String> complete = new ArrayList<>();
    List<QueryField> lacking = new ArrayList<>();
    for (Column column : schema.columns()) {
      Class<?> type = found.getOrDefault(column.name(), column.type());
      boolean isOther = !type.equals(column.type());
      String name = isOther ? column.name() + "_" + TYPES.get(column.type()) : column.name();
      if (isOther && complete.size() < schema.keyColumns()) {
        throw new StartException(
            "key column %s of table %s is a %s, this version writes a %s; use another data folder"
                .formatted(column.name(), schema.name(), type, column.type()),
            null);
      }
      if (!found.containsKey(name)) {
        lacking.add(new QueryField(name, column.type().getName(), true));
      }
      complete.add(name);
    }
    if (!lacking.isEmpty()) {
      add(tables, lacking);
    }
    return complete;
  }

  private void add(GridQueryProcessor tables, List<QueryField> columns) {
    try {
      tables.dynamicColumnAdd(schema.name(), SCHEMA, schema.name(), columns, false, false).get();
    } catch (IgniteCheckedException failure) {
      throw new IgniteException(failure);
    }
  }

  private QueryEntity entity() {
    LinkedHashMap<String, String> fields = new LinkedHashMap<>();
    LinkedHashSet<String> keys = new LinkedHashSet<>();
    for (Column column : schema.columns()) {
      fields.put(column.name(), column.type().getName());
      if (keys.size() < schema.keyColumns()) {
        keys.add(column.name());
      }
    }
    return new QueryEntity(keyType, valueType)
        .setTableName(schema.name())
        .setFields(fields)
        .setKeyFields(keys)
        .setIndexes(order.indexes());
  }

  private BinaryObject build(
      BinaryObjectBuilder builder, @Nullable Object[] row, int from, int to) {
    for (int i = from; i < to; i++) {
      Object value = row[i];
      if (value != null) {
        builder.setField(names.get(i), value);
      }
    }
    return builder.build();
  }
}
