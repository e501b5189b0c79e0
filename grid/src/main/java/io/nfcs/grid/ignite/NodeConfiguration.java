package io.nfcs.grid.ignite;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.ignite.IgniteState;
import org.apache.ignite.IgniteSystemProperties;
import org.apache.ignite.Ignition;
import org.apache.ignite.calcite.CalciteQueryEngineConfiguration;
import org.apache.ignite.configuration.DataPageEvictionMode;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.configuration.SqlConfiguration;
import org.apache.ignite.configuration.WALMode;

/**
 * Translation of our settings into Ignite's configuration.
 *
 * <p><b>Units.</b> Bytes. <b>Threads.</b> Any: it has no state. Only {@link #quieten} changes
 * something, the system properties of the whole JVM: it must come before the first class of Ignite
 * is used, and may be called again, also by two threads at once, for the values are always the
 * same. A property that is set already stays.
 */
final class NodeConfiguration {
  static final String OFFHEAP = "offheap";
  static final String DISK = "disk";

  static final String LOOPBACK = "127.0.0.1";
  static final int THREADS = 4;

  private static final int LOG_SEGMENTS = 4;
  private static final int LOG_SEGMENT_BYTES = 16 << 20;
  private static final long LOG_ARCHIVE_BYTES = 128L << 20;

  /** Most bytes of the log of writes. */
  static final long LOG_BYTES = LOG_ARCHIVE_BYTES + (long) LOG_SEGMENTS * LOG_SEGMENT_BYTES;

  /** Share of a volatile region that is kept free for puts under way; Ignite allows a tenth. */
  private static final int FREE_SHARE = 16;

  private NodeConfiguration() {}

  static IgniteConfiguration of(Path folder, NodeSettings settings) {
    return silent()
        .setIgniteInstanceName(instanceName(folder))
        .setConsistentId("nfcs")
        .setWorkDirectory(folder.toString())
        .setLocalHost(LOOPBACK)
        .setMetricsLogFrequency(0)
        .setPeerClassLoadingEnabled(false)
        .setConnectorConfiguration(null)
        .setDiscoverySpi(new Attributes.Alone())
        .setCommunicationSpi(new NoPeers())
        .setPublicThreadPoolSize(THREADS)
        .setSystemThreadPoolSize(THREADS)
        .setStripedPoolSize(THREADS)
        .setDataStreamerThreadPoolSize(THREADS)
        .setQueryThreadPoolSize(1)
        .setManagementThreadPoolSize(2)
        .setRebalanceThreadPoolSize(1)
        .setSqlConfiguration(
            new SqlConfiguration()
                .setQueryEnginesConfiguration(
                    new CalciteQueryEngineConfiguration().setDefault(true)))
        .setDataStorageConfiguration(storage(settings))
        // Ignite's own default listens
        .setClientConnectorConfiguration(null);
  }

  /**
   * Returns a configuration of a node whose attributes have neither environment nor properties of
   * this process.
   */
  static IgniteConfiguration silent() {
    return new IgniteConfiguration().setIncludeProperties().setUserAttributes(Map.of());
  }

  /** Stops a node, if there is one; where there is none Ignite says so on standard output. */
  static void stop(String name) {
    if (Ignition.state(name) == IgniteState.STARTED) {
      Ignition.stop(name, true);
    }
  }

  /** Returns a name that is unique per folder, so that several grids may live in one JVM. */
  static String instanceName(Path folder) {
    return "nfcs " + folder;
  }

  /**
   * Sets system properties, which Ignite's classes read once: no banner, no look for updates, no
   * shutdown hook of its own, no threads in the log, a long memory, and few rows on their way.
   */
  static void quieten() {
    for (String property :
        List.of(
            IgniteSystemProperties.IGNITE_NO_ASCII,
            IgniteSystemProperties.IGNITE_NO_SHUTDOWN_HOOK)) {
      setIfAbsent(property, "true");
    }
    // quiet mode prints to standard output past the logger
    setIfAbsent(IgniteSystemProperties.IGNITE_QUIET, "false");
    setIfAbsent(IgniteSystemProperties.IGNITE_UPDATE_NOTIFIER, "false");
    // a full disk needs no dump of threads
    setIfAbsent(IgniteSystemProperties.IGNITE_DUMP_THREADS_ON_FAILURE, "false");
    setIfAbsent(IgniteSystemProperties.IGNITE_PERFORMANCE_SUGGESTIONS_DISABLED, "true");
    // a node that forgets its own start, after this many caches made or destroyed, stops
    setIfAbsent(IgniteSystemProperties.IGNITE_DISCOVERY_HISTORY_SIZE, "100000");
    // rows that wait between two steps of a query, each as long as clients may make it
    setIfAbsent("IGNITE_CALCITE_EXEC_IN_BUFFER_SIZE", "32");
    setIfAbsent("IGNITE_CALCITE_EXEC_IO_BATCH_SIZE", "32");
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static DataStorageConfiguration storage(NodeSettings settings) {
    return new DataStorageConfiguration()
        .setDefaultDataRegionConfiguration(
            region(OFFHEAP, settings.offheapBytes(), false)
                // a region that may fill up must evict pages, or it stops the node
                .setPageEvictionMode(DataPageEvictionMode.RANDOM_2_LRU)
                .setEmptyPagesPoolSize(emptyPages(settings.offheapBytes())))
        .setDataRegionConfigurations(region(DISK, settings.diskBytes(), true))
        .setWalMode(
            switch (settings.walMode()) {
              case LOG_ONLY -> WALMode.LOG_ONLY;
              case FSYNC -> WALMode.FSYNC;
              case BACKGROUND -> WALMode.BACKGROUND;
            })
        .setWalSegments(LOG_SEGMENTS)
        .setWalSegmentSize(LOG_SEGMENT_BYTES)
        .setMaxWalArchiveSize(LOG_ARCHIVE_BYTES)
        .setCheckpointFrequency(settings.checkpointMillis());
  }

  private static DataRegionConfiguration region(String name, long bytes, boolean persistent) {
    return new DataRegionConfiguration()
        .setName(name)
        .setInitialSize(Math.min(bytes, 16L << 20))
        .setMaxSize(bytes)
        .setPersistenceEnabled(persistent)
        .setMetricsEnabled(true);
  }

  /**
   * Returns the size of the largest entry of the volatile region: a put that needs more free pages
   * stops the node.
   */
  static long largestBytes(long regionBytes) {
    return regionBytes / FREE_SHARE;
  }

  private static int emptyPages(long regionBytes) {
    return Math.toIntExact(largestBytes(regionBytes) / DataStorageConfiguration.DFLT_PAGE_SIZE);
  }
}
