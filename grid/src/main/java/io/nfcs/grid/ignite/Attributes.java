package io.nfcs.grid.ignite;

import java.util.HashMap;
import java.util.Map;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.internal.IgniteNodeAttributes;
import org.apache.ignite.internal.util.future.IgniteFinishedFutureImpl;
import org.apache.ignite.lang.IgniteFuture;
import org.apache.ignite.lang.IgniteProductVersion;
import org.apache.ignite.spi.discovery.DiscoveryNotification;
import org.apache.ignite.spi.discovery.DiscoverySpiListener;
import org.apache.ignite.spi.discovery.isolated.IsolatedDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.jspecify.annotations.Nullable;

/**
 * Attributes of a node, which other nodes and clients can read. By default they carry the
 * environment, the properties and the arguments of the process, secrets among them; here the
 * arguments are left out, and {@link NodeConfiguration#silent} leaves out the others.
 */
final class Attributes {
  private Attributes() {}

  private static Map<String, Object> silent(Map<String, Object> attributes) {
    Map<String, Object> kept = new HashMap<>(attributes);
    kept.put(IgniteNodeAttributes.ATTR_JVM_ARGS, "");
    return kept;
  }

  /** Discovery of a node that is alone. */
  static final class Alone extends IsolatedDiscoverySpi {
    private static final DiscoverySpiListener NOBODY =
        new DiscoverySpiListener() {
          @Override
          public void onLocalNodeInitialized(ClusterNode node) {}

          @Override
          public IgniteFuture<?> onDiscovery(DiscoveryNotification message) {
            return new IgniteFinishedFutureImpl<>();
          }
        };

    @Override
    public void setNodeAttributes(Map<String, Object> attributes, IgniteProductVersion version) {
      super.setNodeAttributes(silent(attributes), version);
    }

    /**
     * Sets a listener, or one that does nothing in place of none: a stopping node removes its
     * listener while messages are still under way.
     */
    @Override
    public void setListener(@Nullable DiscoverySpiListener listener) {
      super.setListener(listener == null ? NOBODY : listener);
    }
  }

  /** Discovery of a node among others. */
  static final class AmongOthers extends TcpDiscoverySpi {
    @Override
    public void setNodeAttributes(Map<String, Object> attributes, IgniteProductVersion version) {
      super.setNodeAttributes(silent(attributes), version);
    }
  }
}
