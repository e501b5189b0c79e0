package io.nfcs.grid.ignite;

import io.nfcs.config.TlsSettings;
import io.nfcs.grid.ignite.clients.ClientAccess;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteLogger;
import org.apache.ignite.Ignition;
import org.apache.ignite.cluster.ClusterState;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.failure.FailureHandler;
import org.jspecify.annotations.Nullable;

/**
 * A node and its door for thin clients, which is shut until the node is active and its first user
 * has the password of the settings.
 */
final class ThinClientEndpoint {
  private final NodeSettings settings;

  /** {@code null} where there is no port. */
  private final @Nullable ClientAccess access;

  /**
   * The endpoint of the settings.
   *
   * @throws io.nfcs.config.ConfigException if others could come in, or a file cannot be read
   */
  ThinClientEndpoint(NodeSettings settings, TlsSettings encryption) {
    encryption.check(
        "grid.thin_client_host",
        settings.thinClientHost(),
        NodeSettings.PASSWORD_KEY,
        settings.passwordFile());
    this.settings = settings;
    access =
        settings.thinClientPort() == 0
            ? null
            : new ClientAccess(
                new InetSocketAddress(settings.thinClientHost(), settings.thinClientPort()),
                encryption.context(),
                settings.password(),
                settings.clients());
  }

  /**
   * Starts and activates a node, and then lets clients in.
   *
   * @param onFailure handler of a failure after which the node cannot continue
   * @param log logger for Ignite
   */
  Ignite start(Path folder, FailureHandler onFailure, IgniteLogger log) {
    IgniteConfiguration configuration =
        NodeConfiguration.of(folder, settings).setFailureHandler(onFailure).setGridLogger(log);
    if (access == null) {
      return activated(configuration);
    }
    try {
      Ignite ignite = activated(access.prepare(configuration));
      access.open(ignite, NodeSettings.PASSWORD_KEY, settings.passwordFile());
      return ignite;
    } catch (RuntimeException | Error failure) {
      access.close();
      NodeConfiguration.stop(NodeConfiguration.instanceName(folder));
      throw failure;
    }
  }

  private static Ignite activated(IgniteConfiguration configuration) {
    Ignite ignite = Ignition.start(configuration);
    ignite.cluster().state(ClusterState.ACTIVE);
    return ignite;
  }

  /** Lets clients read a table or cache. */
  void publish(String name) {
    if (access != null) {
      access.publish(name);
    }
  }

  /** Returns how often clients were refused, by kind. */
  Map<String, Long> refused() {
    return access == null ? Map.of() : access.refused();
  }
}
