package io.nfcs.grid.ignite;

import java.util.List;
import java.util.function.Function;
import org.apache.ignite.IgniteCache;
import org.jspecify.annotations.Nullable;

/**
 * Access to an Ignite cache on a thread other than the caller's, for a limited time.
 *
 * <p><b>Threads.</b> Any. <b>Fails</b> with a {@link io.nfcs.table.NodeAwayException} if there is
 * no answer in time.
 */
interface CacheAccess<K, V> {
  /** Asks and waits for the answer as long as the settings allow. */
  <R extends @Nullable Object> R call(Function<IgniteCache<K, V>, R> operation);

  /** Asks several things at once if it can, and waits for all answers, which are in their order. */
  default <R extends @Nullable Object> List<R> callAll(
      List<? extends Function<IgniteCache<K, V>, R>> operations) {
    return operations.stream().map(operation -> this.<R>call(operation)).toList();
  }

  /** Asks for an answer that the caller can do without. */
  <R extends @Nullable Object> R callWithin(long nanos, Function<IgniteCache<K, V>, R> operation);
}
