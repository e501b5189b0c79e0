package io.nfcs.command;

import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;
import org.apache.ignite.ssl.SslContextFactory;

/**
 * A node of Ignite in its default configuration, which joins a cluster, looks about in it and stops
 * the others.
 */
public final class ForeignNode {
  private ForeignNode() {}

  /**
   * Arguments: port of the cluster, folder of this node, and a key store (PKCS#12) with its
   * password, or nothing for no encryption. Prints {@code alone}, or the nodes it has found.
   */
  public static void main(String[] arguments) throws Exception {
    IgniteConfiguration configuration =
        new IgniteConfiguration()
            .setLocalHost("127.0.0.1")
            .setWorkDirectory(Path.of(arguments[1]).toAbsolutePath().toString())
            .setConnectorConfiguration(null)
            .setClientConnectorConfiguration(null)
            .setDiscoverySpi(
                new TcpDiscoverySpi()
                    .setLocalPort(48_500)
                    .setJoinTimeout(3000)
                    .setNetworkTimeout(1000)
                    .setSocketTimeout(1000)
                    .setReconnectCount(1)
                    .setIpFinder(
                        new TcpDiscoveryVmIpFinder()
                            .setAddresses(List.of("127.0.0.1:" + arguments[0]))));
    if (arguments.length > 2) {
      configuration.setSslContextFactory(ForeignNode::context);
      KEY[0] = arguments[2];
      KEY[1] = arguments[3];
    }
    try (Ignite ignite = Ignition.start(configuration)) {
      List<ClusterNode> others = List.copyOf(ignite.cluster().forRemotes().nodes());
      if (others.isEmpty()) {
        System.out.println("alone");
        return;
      }
      System.out.println("joined " + others.getFirst().attributes());
      ignite.cluster().stopNodes();
    } catch (RuntimeException refused) {
      System.out.println("alone: " + refused);
    }
    System.exit(0);
  }

  private static final String[] KEY = new String[2];

  private static SSLContext context() {
    SslContextFactory factory = new SslContextFactory();
    factory.setKeyStoreType("PKCS12");
    factory.setKeyStoreFilePath(KEY[0]);
    factory.setKeyStorePassword(KEY[1].toCharArray());
    factory.setTrustManagers(SslContextFactory.getDisabledTrustManager());
    return factory.create();
  }
}
