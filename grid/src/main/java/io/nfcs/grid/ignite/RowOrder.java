package io.nfcs.grid.ignite;

import io.nfcs.table.TableSchema;
import io.nfcs.table.TableSchema.Column;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.binary.BinaryObject;
import org.apache.ignite.cache.QueryIndex;
import org.apache.ignite.cache.QueryIndexType;
import org.apache.ignite.cache.query.IndexQuery;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.IgniteInternalFuture;
import org.apache.ignite.internal.processors.query.GridQueryProcessor;
import org.apache.ignite.internal.util.typedef.internal.CU;
import org.jspecify.annotations.Nullable;

/**
 * The index that has a table's rows in the order of its schema. Ignite's own index of the primary
 * key has them by a hash.
 *
 * <p><b>Threads.</b> Any.
 */
final class RowOrder {
  /** A {@code Long} in an index, with its type. */
  private static final int INLINE_BYTES = 1 + Long.BYTES;

  private final TableSchema schema;
  private final String name;
  private volatile @Nullable IgniteInternalFuture<?> making;

  /** The order of a table. */
  RowOrder(TableSchema schema) {
    this.schema = schema;
    name = schema.name() + "_ORDER";
  }

  /** Returns the index of a new table; empty if the table has no order. */
  List<QueryIndex> indexes() {
    if (schema.orderColumns() == 0) {
      return List.of();
    }
    LinkedHashMap<String, Boolean> ascending = new LinkedHashMap<>();
    for (Column column : schema.columns().subList(0, schema.orderColumns())) {
      ascending.put(column.name(), true);
    }
    return List.of(
        new QueryIndex(ascending, QueryIndexType.SORTED)
            .setName(name)
            .setInlineSize(schema.orderColumns() * INLINE_BYTES));
  }

  /** Returns whether the index exists and has all rows. */
  boolean isThere(IgniteCache<?, ?> cache) {
    GridQueryProcessor tables = tables(cache);
    // unknown for a moment after a start; after a kill the index may be filled again
    return tables.indexRebuildFuture(CU.cacheId(schema.name())) == null
        && tables.types(schema.name()).stream().anyMatch(type -> type.indexes().containsKey(name));
  }

  /** Begins to make the index of a table without, unless it is being made; does not wait. */
  void make(IgniteCache<?, ?> cache) {
    IgniteInternalFuture<?> begun = making;
    if (begun != null && !begun.isDone()) {
      return;
    }
    for (QueryIndex index : indexes()) {
      making =
          tables(cache)
              .dynamicIndexCreate(schema.name(), IgniteTable.SCHEMA, schema.name(), index, true, 1);
    }
  }

  /** Returns the query for the first entries. */
  IndexQuery<BinaryObject, BinaryObject> first(String valueType, int most) {
    IndexQuery<BinaryObject, BinaryObject> query = new IndexQuery<>(valueType, name);
    // a local query would have no limit
    query.setLimit(most).setPageSize(most);
    return query;
  }

  private static GridQueryProcessor tables(IgniteCache<?, ?> cache) {
    return ((IgniteEx) cache.unwrap(Ignite.class)).context().query();
  }
}
