package io.nfcs.grid.ignite;

import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.config.StartException;
import io.nfcs.config.TlsSettings;
import io.nfcs.grid.ignite.clients.Refusals;
import io.nfcs.tier.CacheTier;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.agrona.concurrent.SystemNanoClock;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteState;
import org.apache.ignite.Ignition;
import org.apache.ignite.IgnitionListener;
import org.apache.ignite.configuration.DataPageEvictionMode;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.failure.StopNodeFailureHandler;
import org.apache.ignite.logger.slf4j.Slf4jLogger;
import org.apache.ignite.plugin.segmentation.SegmentationPolicy;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.discovery.tcp.ipfinder.vm.TcpDiscoveryVmIpFinder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A second node of this process, in a cluster with those of other processes. It is apart from the
 * one that holds tables and regions, so that no failure of the cluster affects it.
 *
 * <p>Nodes speak by TLS with certificates on both sides; see {@link ClusterLock}.
 *
 * <p>A node that the others have excluded, since it did not answer in time, stops and joins again.
 *
 * <p><b>Threads.</b> Any. <b>Owns</b> the node. <b>Fails.</b> While the node is not in the cluster,
 * {@link #ignite()} throws an {@link IllegalStateException}.
 */
public final class ClusterNode implements AutoCloseable {
  /** Name of the tier and of its section. */
  public static final String TIER = "cluster";

  private static final Logger LOG = LoggerFactory.getLogger(ClusterNode.class);
  private static final int THREADS = 4;

  /** The region from which nothing is evicted. */
  static final String KEPT = "cluster kept";

  private static final long KEPT_BYTES = 16L << 20;

  private final Path folder;
  private final ClusterSettings settings;
  private final SSLContext tls;
  private final Refusals refusals;
  private final Strangers strangers;
  private final IgnitionListener listener = this::changed;
  private final ScheduledThreadPoolExecutor restarts;
  private final NodeCalls calls;
  private volatile @Nullable Ignite ignite;
  private volatile boolean isClosed;

  private ClusterNode(Path folder, ClusterSettings settings, SSLContext tls, Refusals refusals) {
    this.folder = folder;
    this.settings = settings;
    this.tls = tls;
    this.refusals = refusals;
    strangers = new Strangers(settings.failureMillis(), SystemNanoClock.INSTANCE, refusals);
    // dead nodes delay calls until their death is detected
    calls =
        new NodeCalls(
            "the cluster's node",
            "twice cluster.failure_millis",
            2 * settings.failureMillis(),
            SystemNanoClock.INSTANCE);
    restarts =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "nfcs-cluster-restart");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Starts a node, which joins those that are there. */
  public static ClusterNode start(Path folder, NfcsConfig config) {
    ClusterSettings settings = config.section(TIER, ClusterSettings.class);
    if (settings.addresses().isEmpty()) {
      throw new ConfigException(
          "cluster.addresses: is empty, but cache.tiers has cluster; expected the host:port of"
              + " all nodes, such as [127.0.0.1:47500, 127.0.0.1:47501]");
    }
    Refusals refusals = new Refusals();
    SSLContext tls = ClusterLock.of(settings, config.section("tls", TlsSettings.class), refusals);
    NodeConfiguration.quieten();
    ClusterNode node = new ClusterNode(folder, settings, tls, refusals);
    try {
      node.ignite = Ignition.start(node.configuration());
    } catch (RuntimeException | Error failure) {
      node.strangers.close();
      NodeConfiguration.stop(node.name());
      throw new StartException(
          "the cluster's node at "
              + settings.host()
              + ':'
              + settings.port()
              + " cannot be started: "
              + RootCause.of(failure),
          failure);
    }
    Ignition.addListener(node.listener);
    return node;
  }

  /** Returns the tier of one cache. */
  public CacheTier tier() {
    return new ClusterTier(this, settings.backups());
  }

  /** Returns the number of nodes in the cluster. */
  public int size() {
    return calls.call(() -> ignite().cluster().nodes().size());
  }

  /** Returns how often another node, or a connection to this one, was refused. */
  public Map<String, Long> refused() {
    return refusals.counts();
  }

  /** Returns the calls of this node. */
  NodeCalls calls() {
    return calls;
  }

  Ignite ignite() {
    Ignite current = ignite;
    if (current == null) {
      throw new IllegalStateException("this node is not in the cluster");
    }
    return current;
  }

  @Override
  public void close() {
    isClosed = true;
    Ignition.removeListener(listener);
    restarts.shutdownNow();
    calls.close();
    NodeConfiguration.stop(name());
    strangers.close();
  }

  private void changed(@Nullable String name, IgniteState state) {
    if (!name().equals(name)
        || (state != IgniteState.STOPPED_ON_SEGMENTATION
            && state != IgniteState.STOPPED_ON_FAILURE)) {
      return;
    }
    ignite = null;
    LOG.warn("the cluster has given this node up ({}); it joins again", state);
    restartLater();
  }

  private void restartLater() {
    try {
      var _ = restarts.schedule(this::restart, 1, TimeUnit.SECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.debug("not restarted: the grid is closed", closed);
    }
  }

  private void restart() {
    try {
      ignite = Ignition.start(configuration());
      // the abandoned node will never answer its open calls
      calls.answers();
      if (isClosed) {
        NodeConfiguration.stop(name());
      }
    } catch (RuntimeException | Error failure) {
      LOG.warn("the cluster cannot be joined yet: {}", RootCause.of(failure));
      NodeConfiguration.stop(name());
      if (!isClosed) {
        restartLater();
      }
    }
  }

  private String name() {
    return "nfcs cluster " + folder;
  }

  private IgniteConfiguration configuration() {
    TcpDiscoverySpi discovery =
        new Attributes.AmongOthers()
            .setLocalAddress(settings.host())
            .setLocalPort(settings.port())
            .setLocalPortRange(0)
            .setIpFinder(new TcpDiscoveryVmIpFinder().setAddresses(settings.addresses()));
    TcpCommunicationSpi communication = new TcpCommunicationSpi().setLocalAddress(settings.host());
    strangers.watch(discovery, communication);
    return NodeConfiguration.silent()
        .setSslContextFactory(() -> tls)
        .setIgniteInstanceName(name())
        .setConsistentId(settings.host() + ':' + settings.port())
        .setWorkDirectory(folder.toString())
        .setLocalHost(settings.host())
        .setGridLogger(new Slf4jLogger())
        .setMetricsLogFrequency(0)
        .setPeerClassLoadingEnabled(false)
        .setConnectorConfiguration(null)
        .setClientConnectorConfiguration(null)
        .setFailureDetectionTimeout(settings.failureMillis())
        .setSegmentationPolicy(SegmentationPolicy.STOP)
        .setFailureHandler(new StopNodeFailureHandler())
        .setDiscoverySpi(discovery)
        .setCommunicationSpi(communication)
        .setPublicThreadPoolSize(THREADS)
        .setSystemThreadPoolSize(THREADS)
        .setStripedPoolSize(THREADS)
        .setDataStreamerThreadPoolSize(THREADS)
        .setQueryThreadPoolSize(THREADS)
        .setManagementThreadPoolSize(2)
        .setRebalanceThreadPoolSize(2)
        .setDataStorageConfiguration(
            new DataStorageConfiguration()
                .setDefaultDataRegionConfiguration(
                    region(TIER, settings.maxBytes())
                        .setPageEvictionMode(DataPageEvictionMode.RANDOM_2_LRU)
                        .setEmptyPagesPoolSize(
                            Math.toIntExact(
                                largestBytes() / DataStorageConfiguration.DFLT_PAGE_SIZE)))
                .setDataRegionConfigurations(region(KEPT, KEPT_BYTES)));
  }

  private static DataRegionConfiguration region(String name, long maxBytes) {
    return new DataRegionConfiguration()
        .setName(name)
        .setInitialSize(Math.min(maxBytes, 16L << 20))
        .setMaxSize(maxBytes);
  }

  /** Returns the size of the largest entry. */
  long largestBytes() {
    return NodeConfiguration.largestBytes(settings.maxBytes());
  }
}
