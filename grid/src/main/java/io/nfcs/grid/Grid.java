package io.nfcs.grid;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.Memo;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Argument;
import io.nfcs.codec.Codec;
import io.nfcs.config.JvmFlags;
import io.nfcs.config.NfcsConfig;
import io.nfcs.config.Plugins;
import io.nfcs.config.Shipped;
import io.nfcs.config.StartException;
import io.nfcs.config.TlsSettings;
import io.nfcs.counters.OperationTimers;
import io.nfcs.grid.ignite.ClusterNode;
import io.nfcs.grid.ignite.IgniteNode;
import io.nfcs.grid.ignite.NodeSettings;
import io.nfcs.grid.ignite.RegionSettings;
import io.nfcs.grid.tier.CacheSettings;
import io.nfcs.grid.tier.Caches;
import io.nfcs.memory.RegionStatistics;
import io.nfcs.table.BinaryCache;
import io.nfcs.table.NodeState;
import io.nfcs.table.Register;
import io.nfcs.table.Table;
import io.nfcs.table.TableSchema;
import io.nfcs.table.TableStore;
import io.nfcs.tier.CacheTier;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.agrona.CloseHelper;
import org.jspecify.annotations.Nullable;

/**
 * The data grid in this JVM: an Ignite node with a volatile region {@code offheap}, a persistent
 * region {@code disk}, and an endpoint for thin clients of any language, all on loopback.
 *
 * <p><b>Threads.</b> Any. <b>Owns</b> the data folder, locked against other processes, and the node
 * until {@link #close()}. <b>Fails.</b> {@link #start} with a {@link StartException} that states
 * the obstacle, and then nothing is left started; except for a node that does not stop in time,
 * which a suppressed exception reports.
 */
public final class Grid implements TableStore, AutoCloseable {
  private static final String WARM_UP = "WARM_UP";

  private final Plugins plugins;
  private final DataFolder folder;
  private final IgniteNode node;
  private final @Nullable ClusterNode cluster;
  private final int thinClientPort;
  private final Caches caches;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  private Grid(
      Plugins plugins,
      DataFolder folder,
      IgniteNode node,
      @Nullable ClusterNode cluster,
      int thinClientPort,
      Caches caches) {
    this.plugins = plugins;
    this.folder = folder;
    this.node = node;
    this.cluster = cluster;
    this.thinClientPort = thinClientPort;
    this.caches = caches;
  }

  /**
   * Starts the grid; what an earlier process left after a kill is recovered first.
   *
   * @param dataDir folder for all that is written; made where there is none
   * @param config section {@code grid} has sizes, port and times; {@code tls} a certificate; {@code
   *     cache}, {@code caches}, {@code offheap}, {@code disk} and those of plugins' tiers have what
   *     caches need
   * @throws io.nfcs.config.ConfigException if a setting is not allowed, or a plugin cannot be used
   * @throws io.nfcs.config.StartException if the JVM lacks flags, the machine memory, the folder is
   *     another's or in use, or the node does not start
   */
  public static Grid start(Path dataDir, NfcsConfig config) {
    return start(dataDir, config, OperationTimers.NONE);
  }

  /**
   * Starts the grid as {@link #start(Path, NfcsConfig)} does; look-ups and puts of its caches are
   * timed by {@code timers}, under {@code cache NAME get} and {@code cache NAME put}.
   */
  public static Grid start(Path dataDir, NfcsConfig config, OperationTimers timers) {
    JvmFlags.check(JvmFlags.Part.NODE);
    NodeSettings settings = config.section("grid", NodeSettings.class);
    RegionSettings.check(config);
    Machine.check(settings, CacheSettings.all(config));
    Plugins plugins = Plugins.open(config);
    try {
      return start(dataDir, config, settings, plugins, timers);
    } catch (RuntimeException | Error failure) {
      closeAfter(failure, plugins);
      throw failure;
    }
  }

  private static Grid start(
      Path dataDir,
      NfcsConfig config,
      NodeSettings settings,
      Plugins plugins,
      OperationTimers timers) {
    Map<String, Supplier<CacheTier>> tiers = tiers(plugins);
    DataFolder folder = DataFolder.lock(dataDir);
    IgniteNode node = null;
    ClusterNode cluster = null;
    try {
      IgniteNode started =
          IgniteNode.start(
              folder.path().resolve("ignite"), settings, config.section("tls", TlsSettings.class));
      node = started;
      tiers.putAll(node.tiers());
      if (CacheSettings.all(config).values().stream()
          .anyMatch(cache -> cache.tiers().contains(ClusterNode.TIER))) {
        cluster = ClusterNode.start(folder.path().resolve("cluster"), config);
        tiers.put(ClusterNode.TIER, cluster::tier);
      }
      Caches caches =
          new Caches(
              new Caches.Context(config)
                  .tiers(tiers)
                  .registers(started::register)
                  .memory(() -> started.hidden(WARM_UP))
                  .timers(timers)
                  .notesIn(folder.path().resolve("unsettled")));
      return new Grid(plugins, folder, node, cluster, settings.thinClientPort(), caches);
    } catch (RuntimeException | Error failure) {
      ClusterNode member = cluster;
      IgniteNode left = node;
      closeAfter(failure, () -> close(member, left, folder));
      throw failure;
    }
  }

  /** Returns the bytes that the regions of a grid may take, beside the heap and near tiers. */
  public static long regionBytes(NfcsConfig config) {
    return Machine.regionBytes(config.section("grid", NodeSettings.class));
  }

  /**
   * Returns the most bytes that caches may write to the disk: those of section {@code caches} that
   * have tier {@code disk}, and one with the tiers of section {@code cache}.
   */
  public static long diskBytes(NfcsConfig config) {
    long caches =
        CacheSettings.all(config).values().stream()
            .filter(cache -> cache.tiers().contains("disk"))
            .count();
    return caches * RegionSettings.diskBytes(config);
  }

  /**
   * Returns the largest size in bytes of the node's log, which has each change before the files of
   * tables do.
   */
  public static long logBytes() {
    return IgniteNode.logBytes();
  }

  /**
   * Returns the sections that a configuration may have: those that a grid binds, those of the
   * plugins that are there, and those of the plugins that come with the library. Opens and closes
   * the folder of plugins.
   */
  public static Set<String> sections(NfcsConfig config) {
    Set<String> sections = new TreeSet<>(Shipped.sections());
    try (Plugins plugins = Plugins.open(config)) {
      sections.addAll(tiers(plugins).keySet());
      sections.addAll(plugins.sections());
    }
    return sections;
  }

  /**
   * Opens a cache in the tiers of section {@code cache}, or its own in {@code caches}; the caller
   * closes it, or the grid does.
   *
   * @throws IllegalStateException if one of the name is open
   */
  public <K, V> TieredCache<K, V> cache(CacheSpec<K, V> spec) {
    return caches.open(spec);
  }

  /**
   * Opens a cache for the tick, as {@link #cache} does any other: nothing that a {@link
   * io.nfcs.cache.TickThread} does with it waits for a tier below near. Such a look-up gets {@code
   * cache.tick_micros} if it has no budget, then counts as a miss; a change counts here at once and
   * is applied below soon after, also if another thread makes it.
   *
   * @throws IllegalStateException if one of the name is open
   */
  public <K, V> TieredCache<K, V> tickCache(CacheSpec<K, V> spec) {
    return caches.openForTicks(spec);
  }

  /**
   * Opens a memo of a function, in the tiers of section {@code cache}, or its own in {@code
   * caches}; the caller closes it, or the grid does.
   *
   * @param name name of its cache
   * @param version another text whenever the function gives other results
   * @param codec of the results
   * @param function equal arguments have equal results
   * @throws IllegalStateException if a cache of the name is open
   */
  public <A extends Argument, R> Memo<A, R> memo(
      String name, String version, Codec<R> codec, Function<A, R> function) {
    return new Memo<>(name, version, codec, function, caches::open);
  }

  /** Returns the folder of all files that the grid writes. */
  public Path dataDir() {
    return folder.path();
  }

  @Override
  public Table table(TableSchema schema) {
    return node.table(schema);
  }

  @Override
  public BinaryCache binary(String name) {
    return node.binary(name);
  }

  @Override
  public Register register(String name) {
    return node.register(name);
  }

  /** Returns the caches that are open, as a copy. */
  public Collection<TieredCache<?, ?>> caches() {
    return caches.all();
  }

  /** Returns the state of the node that holds tables and regions, at once in any state. */
  public NodeState nodeState() {
    return node.state();
  }

  /**
   * Returns the memory of the node's regions; the last known values while the node does not answer.
   */
  public List<RegionStatistics> regions() {
    return node.regions();
  }

  /** Returns how often thin clients and foreign nodes were refused, by kind. */
  public Map<String, Long> refused() {
    Map<String, Long> refused = new TreeMap<>(node.refused());
    if (cluster != null) {
      cluster.refused().forEach((kind, count) -> refused.merge(kind, count, Long::sum));
    }
    return refused;
  }

  /** Returns the port of the thin-client endpoint, 0 if there is none. */
  public int thinClientPort() {
    return thinClientPort;
  }

  /**
   * Closes the caches, stops the node, gracefully within the time of the settings, and gives the
   * folder back. Does nothing the second time, also while the first is under way.
   *
   * @throws IllegalStateException if the node does not stop in time; the folder then stays locked
   *     until the process ends
   */
  @Override
  public void close() {
    if (isClosed.getAndSet(true)) {
      return;
    }
    CloseHelper.closeAll(caches, () -> close(cluster, node, folder), plugins);
  }

  /** Stops both nodes and gives the folder back, unless one of them may still write there. */
  private static void close(
      @Nullable ClusterNode cluster, @Nullable IgniteNode node, DataFolder folder) {
    try (node) {
      if (cluster != null) {
        cluster.close();
      }
    }
    folder.close();
  }

  /** Closes a part after a failed start; an exception is kept beside the failure. */
  private static void closeAfter(Throwable failure, AutoCloseable part) {
    try {
      part.close();
    } catch (Exception more) {
      failure.addSuppressed(more);
    }
  }

  private static Map<String, Supplier<CacheTier>> tiers(Plugins plugins) {
    return plugins.find(CacheTier.class, CacheTier::name);
  }
}
