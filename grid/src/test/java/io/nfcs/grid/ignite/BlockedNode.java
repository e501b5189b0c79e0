package io.nfcs.grid.ignite;

import java.util.ArrayList;
import java.util.List;
import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.cache.GridCacheContext;

/**
 * A real node whose gateways are held, through which each operation goes: no operation of the node
 * or its caches passes until the release.
 *
 * <p><b>Threads.</b> One: the locks are a thread's.
 */
public final class BlockedNode implements AutoCloseable {
  private final IgniteEx node;
  private final List<GridCacheContext<?, ?>> caches = new ArrayList<>();

  private BlockedNode(IgniteEx node) {
    this.node = node;
  }

  /** Blocks every operation of the only node in this JVM. */
  public static BlockedNode block() {
    List<Ignite> all = Ignition.allGrids();
    if (all.size() != 1) {
      throw new IllegalStateException("nodes in this JVM: " + all.size());
    }
    BlockedNode blocked = new BlockedNode((IgniteEx) all.getFirst());
    for (GridCacheContext<?, ?> cache : blocked.node.context().cache().context().cacheContexts()) {
      cache.gate().writeLock();
      blocked.caches.add(cache);
    }
    blocked.node.context().gateway().writeLock();
    return blocked;
  }

  @Override
  public void close() {
    node.context().gateway().writeUnlock();
    caches.reversed().forEach(cache -> cache.gate().writeUnlock());
  }
}
