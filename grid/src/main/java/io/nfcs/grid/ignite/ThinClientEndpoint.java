package io.nfcs.grid.ignite;

import io.nfcs.config.StartException;
import io.nfcs.config.TlsSettings;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteLogger;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.apache.ignite.client.ClientAuthenticationException;
import org.apache.ignite.client.IgniteClient;
import org.apache.ignite.cluster.ClusterState;
import org.apache.ignite.configuration.ClientConfiguration;
import org.apache.ignite.configuration.ClientConnectorConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.failure.FailureHandler;
import org.jspecify.annotations.Nullable;

/** Where thin clients come in: address, encryption, and who they must be. */
final class ThinClientEndpoint {
  private final NodeSettings settings;
  private final @Nullable SSLContext tls;
  private final @Nullable String password;

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
    tls = encryption.context();
    password = settings.password();
  }

  /**
   * Starts and activates a node with this endpoint. Where there is a password, the first user has
   * it before anything listens beyond loopback: the node is started on loopback first.
   *
   * @param onFailure what is done when the node cannot go on
   * @param log where Ignite logs
   */
  Ignite start(Path folder, FailureHandler onFailure, IgniteLogger log) {
    UnaryOperator<IgniteConfiguration> told =
        configuration -> configuration.setFailureHandler(onFailure).setGridLogger(log);
    if (settings.thinClientPort() == 0) {
      return activated(told.apply(NodeConfiguration.of(folder, settings)));
    }
    String wanted = password;
    if (wanted != null) {
      ClientConnectorConfiguration local = listener(NodeConfiguration.LOOPBACK);
      try (Ignite _ =
          activated(told.apply(secured(folder)).setClientConnectorConfiguration(local))) {
        setPassword(wanted);
      }
    }
    ClientConnectorConfiguration listener = listener(settings.thinClientHost());
    SSLContext context = tls;
    if (context != null) {
      listener
          .setSslEnabled(true)
          .setUseIgniteSslContextFactory(false)
          .setSslContextFactory(() -> context);
    }
    return activated(told.apply(secured(folder)).setClientConnectorConfiguration(listener));
  }

  private IgniteConfiguration secured(Path folder) {
    return NodeConfiguration.of(folder, settings).setAuthenticationEnabled(password != null);
  }

  private static Ignite activated(IgniteConfiguration configuration) {
    Ignite ignite = Ignition.start(configuration);
    ignite.cluster().state(ClusterState.ACTIVE);
    return ignite;
  }

  private ClientConnectorConfiguration listener(String host) {
    return new ClientConnectorConfiguration()
        .setHost(host)
        .setPort(settings.thinClientPort())
        .setPortRange(0)
        .setThreadPoolSize(NodeConfiguration.THREADS)
        .setOdbcEnabled(false);
  }

  private void setPassword(String wanted) {
    try (IgniteClient _ = login(wanted)) {
      return;
    } catch (ClientAuthenticationException other) {
      // has the password of a new folder, or one that was set by hand
    }
    try (IgniteClient client = login(NodeSettings.FIRST_USER)) {
      String literal = wanted.replace("'", "''");
      client
          .query(
              new SqlFieldsQuery(
                  "ALTER USER \"" + NodeSettings.FIRST_USER + "\" WITH PASSWORD '" + literal + "'"))
          .getAll();
    } catch (ClientAuthenticationException other) {
      throw new StartException(
          NodeSettings.PASSWORD_KEY
              + ": user ignite has another password in this data folder than the one in "
              + settings.passwordFile()
              + "; allowed is that one (ALTER USER changes it)",
          other);
    }
  }

  private IgniteClient login(String wanted) {
    return Ignition.startClient(
        new ClientConfiguration()
            .setAddresses(NodeConfiguration.LOOPBACK + ":" + settings.thinClientPort())
            .setUserName(NodeSettings.FIRST_USER)
            .setUserPassword(wanted));
  }
}
