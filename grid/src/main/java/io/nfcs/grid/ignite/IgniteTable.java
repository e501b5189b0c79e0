package io.nfcs.grid.ignite;

import io.nfcs.config.StartException;
import io.nfcs.table.Table;
import io.nfcs.table.TableSchema;
import io.nfcs.table.TableSchema.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteBinary;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.binary.BinaryObjectBuilder;
import org.apache.ignite.cache.QueryEntity;
import org.apache.ignite.configuration.CacheConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * A table as an Ignite cache of binary objects with an SQL face in schema PUBLIC. Rows go in as key
 * and value, far faster than by SQL; no class of ours is needed to read them.
 *
 * <p><b>Threads.</b> Any.
 */
final class IgniteTable implements Table {
  private static final String SCHEMA = "PUBLIC";

  private final TableSchema schema;
  private final String keyType;
  private final String valueType;
  private final NodeCache<BinaryObject, BinaryObject> cache;

  IgniteTable(NodeLife life, TableSchema schema) {
    this.schema = schema;
    keyType = schema.name() + "_KEY";
    valueType = schema.name() + "_ROW";
    CacheConfiguration<BinaryObject, BinaryObject> configuration = IgniteNode.onDisk(schema.name());
    configuration.setSqlSchema(SCHEMA).setQueryEntities(List.of(entity()));
    cache = life.cache(configuration);
    checkSame(configuration, cache.call(IgniteTable::configuration));
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
      if (!Objects.equals(row[i], stored.field(schema.columns().get(i).name()))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public long count() {
    return cache.call(IgniteCache::sizeLong);
  }

  /** An existing table keeps its columns: a changed schema would lose what it adds, unnoticed. */
  private void checkSame(CacheConfiguration<?, ?> wanted, CacheConfiguration<?, ?> found) {
    Map<String, String> has = columns(found);
    Map<String, String> needs = columns(wanted);
    if (!has.equals(needs)) {
      throw new StartException(
          "table "
              + schema.name()
              + " in the data folder has the columns "
              + has
              + ", this version writes "
              + needs
              + "; use another data folder",
          null);
    }
  }

  @SuppressWarnings("unchecked") // the class token has no type arguments
  private static <K, V> CacheConfiguration<K, V> configuration(IgniteCache<K, V> cache) {
    return cache.getConfiguration(CacheConfiguration.class);
  }

  private static Map<String, String> columns(CacheConfiguration<?, ?> configuration) {
    return configuration.getQueryEntities().iterator().next().getFields();
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
        .setKeyFields(keys);
  }

  private BinaryObject build(
      BinaryObjectBuilder builder, @Nullable Object[] row, int from, int to) {
    for (int i = from; i < to; i++) {
      Object value = row[i];
      if (value != null) {
        builder.setField(schema.columns().get(i).name(), value);
      }
    }
    return builder.build();
  }
}
