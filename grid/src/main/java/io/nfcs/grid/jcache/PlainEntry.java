package io.nfcs.grid.jcache;

import javax.cache.Cache;

/**
 * A key and its value.
 *
 * @param <K> keys
 * @param <V> values
 * @param getKey the key
 * @param getValue the value
 */
record PlainEntry<K, V>(K getKey, V getValue) implements Cache.Entry<K, V> {
  @Override
  public <T> T unwrap(Class<T> type) {
    return Unwrap.as(type, this);
  }
}
