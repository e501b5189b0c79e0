package io.nfcs.grid.ignite;

import java.util.Objects;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.IgniteException;
import org.apache.ignite.internal.pagemem.store.IgnitePageStoreManager;
import org.apache.ignite.internal.processors.cache.CacheGroupContext;
import org.apache.ignite.internal.processors.cache.GridCacheContext;
import org.apache.ignite.internal.processors.cache.IgniteCacheOffheapManager.CacheDataStore;
import org.apache.ignite.internal.processors.cache.IgniteCacheProxy;
import org.apache.ignite.internal.processors.cache.persistence.RowStore;
import org.apache.ignite.internal.processors.cache.persistence.freelist.AbstractFreeList;
import org.apache.ignite.internal.processors.cache.persistence.freelist.PagesList;
import org.jspecify.annotations.Nullable;

/**
 * What a cache of region {@code disk} takes of its files. They never become smaller, but a page
 * that holds nothing any more is used again by the partition, or the index, that it belongs to.
 *
 * <p><b>Threads.</b> Any.
 */
final class UsedPages {
  private UsedPages() {}

  /** Bytes of the pages that hold something; counted by Ignite as it goes, so nothing is read. */
  static long bytes(IgniteCache<?, ?> cache) {
    GridCacheContext<?, ?> context = ((IgniteCacheProxy<?, ?>) cache).context();
    CacheGroupContext group = context.group();
    IgnitePageStoreManager files = Objects.requireNonNull(context.shared().pageStore());
    try {
      long pages = files.pagesAllocated(group.groupId());
      for (CacheDataStore partition : group.offheap().cacheDataStores()) {
        pages -= freePages(partition.rowStore());
      }
      PagesList ofIndexes = (PagesList) group.offheap().reuseListForIndex("");
      return (pages - ofIndexes.bucketSize(0)) * context.shared().database().pageSize();
    } catch (IgniteCheckedException failure) {
      throw new IgniteException(failure);
    }
  }

  /** A partition that was not written to yet has no rows. */
  private static int freePages(@Nullable RowStore rows) {
    return rows == null ? 0 : ((AbstractFreeList<?>) rows.freeList()).emptyDataPages();
  }
}
