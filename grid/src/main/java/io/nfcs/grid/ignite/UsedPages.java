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
 * The used part of the files of a cache of region {@code disk}. Files never shrink, but an empty
 * page is used again by the partition or index that it belongs to.
 *
 * <p><b>Threads.</b> Any.
 */
final class UsedPages {
  private UsedPages() {}

  /** Returns the bytes of the pages in use, from Ignite's own counts, so nothing is read. */
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

  /** Returns the number of free pages; a partition that was not written to yet has no rows. */
  private static int freePages(@Nullable RowStore rows) {
    return rows == null ? 0 : ((AbstractFreeList<?>) rows.freeList()).emptyDataPages();
  }
}
