package io.nfcs.table;

import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bytes by name, on disk, readable by any thin client.
 *
 * <p><b>Threads.</b> Any; a call waits for the node, up to {@code grid.operation_millis}.
 * <b>Fails</b> with a {@link NodeAwayException} while the node does not answer; a change may then
 * still take effect, see {@link NodeAwayException#isBegun}.
 */
public interface BinaryCache {
  /**
   * Stores a value in place of any earlier one; it is durable, as {@code grid.wal_mode} says, when
   * the call returns.
   */
  void put(String key, byte[] value);

  /** Returns the value of a key, as an array of the caller's own, or {@code null}. */
  byte @Nullable [] get(String key);

  /** Returns those of the keys that have a value. */
  Set<String> present(Collection<String> keys);

  /** Returns the number of values. */
  long count();

  /** Removes the values of these keys, as far as they are there. */
  void remove(Set<String> keys);

  /** Returns the bytes of the pages in use; those free to be used again do not count. */
  long usedBytes();
}
