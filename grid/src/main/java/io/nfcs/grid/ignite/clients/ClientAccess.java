package io.nfcs.grid.ignite.clients;

import io.nfcs.config.StartException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCheckedException;
import org.apache.ignite.IgniteException;
import org.apache.ignite.calcite.CalciteQueryEngineConfiguration;
import org.apache.ignite.configuration.CacheConfiguration;
import org.apache.ignite.configuration.ClientConnectorConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.configuration.SqlConfiguration;
import org.apache.ignite.internal.GridKernalContext;
import org.apache.ignite.internal.GridKernalContextImpl;
import org.apache.ignite.internal.IgniteEx;
import org.apache.ignite.internal.processors.authentication.IgniteAccessControlException;
import org.apache.ignite.internal.processors.cache.DynamicCacheDescriptor;
import org.apache.ignite.internal.processors.odbc.ClientListenerMetrics;
import org.apache.ignite.internal.processors.odbc.ClientListenerNioListener;
import org.apache.ignite.internal.processors.odbc.ClientListenerProcessor;
import org.apache.ignite.internal.processors.query.calcite.CalciteQueryProcessor;
import org.apache.ignite.internal.processors.query.calcite.util.Commons;
import org.apache.ignite.internal.processors.security.OperationSecurityContext;
import org.apache.ignite.internal.processors.security.SecurityContext;
import org.apache.ignite.internal.util.GridSpinBusyLock;
import org.apache.ignite.lifecycle.LifecycleBean;
import org.apache.ignite.lifecycle.LifecycleEventType;
import org.apache.ignite.plugin.security.AuthenticationContext;
import org.apache.ignite.plugin.security.SecurityCredentials;
import org.apache.ignite.plugin.security.SecuritySubjectType;
import org.jspecify.annotations.Nullable;

/**
 * Access of thin clients to a node: they connect to {@link ClientServer}, and may do what {@link
 * AccessControl} allows. A node that is started again takes the same address again.
 *
 * <p><b>Threads.</b> One starts the node; {@link #publish} and {@link #refused} by any. <b>Owns</b>
 * the listening socket until the node stops.
 */
public final class ClientAccess {
  /** The user, and password, that each new data folder has by Ignite. */
  public static final String FIRST_USER = "ignite";

  /** Attribute of a node by which clients find the port of the others. */
  private static final String PORT_ATTRIBUTE = ClientListenerProcessor.CLIENT_LISTENER_PORT;

  private static final int MOST_CURSORS = 16;

  private final InetSocketAddress address;
  private final @Nullable SSLContext tls;
  private final @Nullable String password;
  private final ClientSettings settings;
  private final ClientCaches caches;
  private final Refusals refusals = new Refusals();
  private @Nullable ClientServer server;

  /**
   * Creates an access that does not listen yet.
   *
   * @param password of the first user, {@code null} if clients need not log in
   */
  public ClientAccess(
      InetSocketAddress address,
      @Nullable SSLContext tls,
      @Nullable String password,
      ClientSettings settings) {
    this.address = address;
    this.tls = tls;
    this.password = password;
    this.settings = settings;
    caches = new ClientCaches(settings);
  }

  /** Lets clients read a table or cache. */
  public void publish(String name) {
    caches.publish(name);
  }

  /** Returns how often requests were refused, by kind. */
  public Map<String, Long> refused() {
    return refusals.counts();
  }

  /**
   * Takes the address and puts the guards into the configuration of a node that is to be started.
   *
   * @throws StartException if the address cannot be had
   */
  public IgniteConfiguration prepare(IgniteConfiguration node) {
    ClientServer listening = listen();
    server = listening;
    BoundedTexts.install(settings.textBytes());
    long queryBytes = QueryMemory.isMeasured() ? settings.queryBytes() : 0;
    return node.setPluginProviders(
            new AccessPlugin(password != null, caches, settings.textBytes(), refusals))
        .setAuthenticationEnabled(password != null)
        .setUserAttributes(attributes(node))
        .setQueryThreadPoolSize(settings.queryThreads())
        .setSqlConfiguration(
            new SqlConfiguration()
                .setQueryEnginesConfiguration(
                    new CalciteQueryEngineConfiguration()
                        .setDefault(true)
                        .setQueryMemoryQuota(queryBytes)
                        .setGlobalMemoryQuota(settings.queries() * queryBytes)))
        .setLifecycleBeans(
            (LifecycleBean)
                event -> {
                  if (event == LifecycleEventType.BEFORE_NODE_STOP) {
                    listening.close();
                  }
                });
  }

  private Map<String, Object> attributes(IgniteConfiguration node) {
    Map<String, Object> attributes = new TreeMap<>(node.getUserAttributes());
    attributes.put(PORT_ATTRIBUTE, address.getPort());
    return attributes;
  }

  private ClientServer listen() {
    close();
    try {
      return new ClientServer(() -> ClientServer.listen(address), tls, settings, refusals);
    } catch (IOException failure) {
      throw new StartException(
          "grid.thin_client_port: "
              + address.getPort()
              + " of "
              + address.getHostString()
              + " cannot be listened on ("
              + failure.getMessage()
              + "); expected a free port, or 0 for none",
          failure);
    }
  }

  /**
   * Lets clients in, once the node is active and the first user has its password.
   *
   * @param passwordKey key of that password, for an error
   * @param passwordFile its file, for an error
   */
  public void open(Ignite node, String passwordKey, String passwordFile) {
    ClientServer listening = server;
    if (listening == null) {
      throw new IllegalStateException("not prepared");
    }
    GridKernalContext context = ((IgniteEx) node).context();
    if (password != null) {
      setPassword(context, password, passwordKey, passwordFile);
    }
    limitTime(context);
    for (String name : caches.own()) {
      node.getOrCreateCache(new CacheConfiguration<>(name));
    }
    ClientListenerMetrics metrics = ClientListener.metrics(context);
    ((GridKernalContextImpl) context).add(new ClientListener(context, metrics, listening), false);
    ClientGate gate = new ClientGate(caches, settings, id -> hasTables(context, id));
    listening.open(
        new ClientServer.Answers(
            gate,
            new ClientQueries(context, settings, refusals),
            new BoundedAnswers(context, settings, refusals),
            new ClientListenerNioListener(context, new GridSpinBusyLock(), connector(), metrics)));
  }

  /** Limits the time of queries whose requests carry none. */
  private void limitTime(GridKernalContext context) {
    try {
      Commons.lookupComponent(context, CalciteQueryProcessor.class)
          .distributedConfiguration()
          .defaultQueryTimeout(settings.queryMillis())
          .get();
    } catch (IgniteCheckedException failure) {
      throw new IgniteException(failure);
    }
  }

  private static ClientConnectorConfiguration connector() {
    return new ClientConnectorConfiguration()
        .setOdbcEnabled(false)
        .setMaxOpenCursorsPerConnection(MOST_CURSORS)
        .setHandshakeTimeout(0);
  }

  private static boolean hasTables(GridKernalContext context, int cacheId) {
    DynamicCacheDescriptor cache = context.cache().cacheDescriptor(cacheId);
    return cache != null
        && (cache.cacheConfiguration().getSqlSchema() != null
            || !cache.cacheConfiguration().getQueryEntities().isEmpty());
  }

  private static void setPassword(
      GridKernalContext context, String wanted, String passwordKey, String passwordFile) {
    try {
      if (login(context, wanted) != null) {
        return;
      }
      // the user has the password of a new folder, or one that was set by hand
      SecurityContext first = login(context, FIRST_USER);
      if (first == null) {
        throw new StartException(
            passwordKey
                + ": user ignite has another password in this data folder than the one in "
                + passwordFile
                + "; expected that password (ALTER USER changes it)",
            null);
      }
      try (OperationSecurityContext _ = context.security().withContext(first)) {
        context.security().alterUser(FIRST_USER, wanted.toCharArray());
      }
    } catch (IgniteCheckedException failure) {
      throw new StartException(passwordKey + ": the password cannot be set: " + failure, failure);
    }
  }

  private static @Nullable SecurityContext login(GridKernalContext context, String password)
      throws IgniteCheckedException {
    AuthenticationContext user = new AuthenticationContext();
    user.subjectType(SecuritySubjectType.REMOTE_CLIENT);
    user.credentials(new SecurityCredentials(FIRST_USER, password));
    try {
      return context.security().authenticate(user);
    } catch (IgniteAccessControlException other) {
      return null;
    }
  }

  /** Stops listening. */
  public void close() {
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
