package io.nfcs.grid.ignite;

import io.nfcs.tier.CacheKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.cache.Cache;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.query.QueryCursor;
import org.apache.ignite.cache.query.ScanQuery;
import org.jspecify.annotations.Nullable;

/**
 * A scan of the entries of one partition, a few with each call.
 *
 * <p><b>Threads.</b> One at a time. <b>Owns</b> a cursor until {@link #close}.
 *
 * @param <T> projections of entries
 */
final class PartitionScan<T>
    implements Function<IgniteCache<UUID, byte[]>, Boolean>, AutoCloseable {
  /** Partitions that are read at once: half of the threads that wait for the node. */
  static final int AT_ONCE = 4;

  /** Entries of one call, which is short even beside other calls. */
  private static final int BATCH = 2048;

  private final int partition;
  private final BiFunction<CacheKey, byte[], T> reader;
  private final Consumer<List<T>> visitor;
  private @Nullable QueryCursor<Cache.Entry<UUID, byte[]>> cursor;
  private @Nullable Iterator<Cache.Entry<UUID, byte[]>> entries;
  private boolean isOver;

  PartitionScan(int partition, BiFunction<CacheKey, byte[], T> reader, Consumer<List<T>> visitor) {
    this.partition = partition;
    this.reader = reader;
    this.visitor = visitor;
  }

  /** Shows some entries, and returns whether there are no more. */
  @Override
  public Boolean apply(IgniteCache<UUID, byte[]> cache) {
    Iterator<Cache.Entry<UUID, byte[]>> left = entries;
    if (left == null) {
      // a query of this process alone is read entry by entry, however long they are
      cursor = cache.query(new ScanQuery<UUID, byte[]>().setPartition(partition).setLocal(true));
      left = cursor.iterator();
      entries = left;
    }
    List<T> batch = new ArrayList<>(BATCH);
    while (batch.size() < BATCH && left.hasNext()) {
      Cache.Entry<UUID, byte[]> entry = left.next();
      batch.add(reader.apply(FrameCache.key(entry.getKey()), entry.getValue()));
    }
    visitor.accept(batch);
    isOver = !left.hasNext();
    return isOver;
  }

  /** Returns whether all have been shown. */
  boolean isOver() {
    return isOver;
  }

  @Override
  public void close() {
    if (cursor != null) {
      cursor.close();
    }
  }
}
