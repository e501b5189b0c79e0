package io.nfcs.table;

import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bytes by name, on disk, readable by any thin client.
 *
 * <p><b>Threads.</b> Any.
 */
public interface BinaryCache {
  /** Stores a value; it is durable, as the region promises, when the call returns. */
  void put(String key, byte[] value);

  /** Returns the value of a key, or {@code null}. */
  byte @Nullable [] get(String key);

  /** Returns the keys that have a value. */
  Set<String> present(Collection<String> keys);

  /** Returns the number of values. */
  long count();

  /** Removes the values of these keys, as far as they are there. */
  void remove(Set<String> keys);

  /** Returns the bytes of the pages in use; those free to be used again do not count. */
  long usedBytes();
}
