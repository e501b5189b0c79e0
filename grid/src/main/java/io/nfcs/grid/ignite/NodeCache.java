package io.nfcs.grid.ignite;

import io.nfcs.table.NodeAwayException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import javax.cache.CacheException;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.configuration.CacheConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * An Ignite cache by its configuration: it is looked up in the current node, and made again if
 * somebody has destroyed it.
 *
 * <p><b>Threads.</b> Any. <b>Fails</b> with a {@link io.nfcs.table.NodeAwayException} while the
 * node does not answer.
 */
final class NodeCache<K, V> implements CacheAccess<K, V> {
  private final NodeLife life;
  private final CacheConfiguration<K, V> configuration;

  NodeCache(NodeLife life, CacheConfiguration<K, V> configuration) {
    this.life = life;
    this.configuration = configuration;
  }

  @Override
  public <R extends @Nullable Object> R call(Function<IgniteCache<K, V>, R> operation) {
    return life.calls().call(() -> apply(operation));
  }

  @Override
  public <R extends @Nullable Object> List<R> callAll(
      List<? extends Function<IgniteCache<K, V>, R>> operations) {
    return life.calls()
        .callAll(
            operations.stream().<Callable<R>>map(operation -> () -> apply(operation)).toList());
  }

  @Override
  public <R extends @Nullable Object> R callWithin(
      long nanos, Function<IgniteCache<K, V>, R> operation) {
    return life.calls().callWithin(nanos, () -> apply(operation));
  }

  private <R extends @Nullable Object> R apply(Function<IgniteCache<K, V>, R> operation) {
    try {
      return applyOnce(operation);
    } catch (NodeAwayException away) {
      throw away;
    } catch (RuntimeException failure) {
      throw life.isStopping(failure) ? life.stopping(failure) : failure;
    }
  }

  private <R extends @Nullable Object> R applyOnce(Function<IgniteCache<K, V>, R> operation) {
    IgniteCache<K, V> cache = life.find(configuration);
    try {
      return operation.apply(cache);
    } catch (IllegalStateException | CacheException failure) {
      if (!cache.isClosed() || !life.forget(configuration.getName())) {
        throw failure;
      }
      return operation.apply(life.find(configuration));
    }
  }
}
