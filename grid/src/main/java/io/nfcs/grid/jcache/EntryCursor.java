package io.nfcs.grid.jcache;

import java.util.Iterator;
import java.util.NoSuchElementException;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/**
 * An iterator over the entries of a set of keys; those removed meanwhile are left out.
 *
 * @param <K> keys
 * @param <V> values
 */
final class EntryCursor<K, V> implements Iterator<Cache.Entry<K, V>> {
  private final JCache<K, V> cache;
  private final Iterator<byte[]> keys;
  private Cache.@Nullable Entry<K, V> next;
  private @Nullable K last;

  EntryCursor(JCache<K, V> cache, Iterator<byte[]> keys) {
    this.cache = cache;
    this.keys = keys;
  }

  @Override
  public boolean hasNext() {
    cache.open();
    while (next == null && keys.hasNext()) {
      next = cache.peek(keys.next());
    }
    return next != null;
  }

  @Override
  public Cache.Entry<K, V> next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("no entry after the last");
    }
    Cache.Entry<K, V> entry = next;
    next = null;
    last = entry.getKey();
    cache.visited(last);
    return entry;
  }

  @Override
  public void remove() {
    if (last == null) {
      throw new IllegalStateException("no entry was asked for since the last was removed");
    }
    cache.remove(last);
    last = null;
  }
}
