package io.nfcs.grid.ignite;

import java.util.HashMap;
import java.util.Map;
import org.apache.ignite.internal.IgniteNodeAttributes;
import org.apache.ignite.lang.IgniteProductVersion;
import org.apache.ignite.spi.discovery.isolated.IsolatedDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;

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
    @Override
    public void setNodeAttributes(Map<String, Object> attributes, IgniteProductVersion version) {
      super.setNodeAttributes(silent(attributes), version);
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
