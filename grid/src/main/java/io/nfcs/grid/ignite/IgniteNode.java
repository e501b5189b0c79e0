package io.nfcs.grid.ignite;

import io.nfcs.cache.CacheTier;
import io.nfcs.config.StartException;
import io.nfcs.config.TlsSettings;
import io.nfcs.memory.RegionStatistics;
import io.nfcs.table.BinaryCache;
import io.nfcs.table.Register;
import io.nfcs.table.Table;
import io.nfcs.table.TableSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.IgniteException;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.CacheWriteSynchronizationMode;
import org.apache.ignite.cache.affinity.rendezvous.RendezvousAffinityFunction;
import org.apache.ignite.configuration.CacheConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one embedded Ignite node, and the tables and caches in it.
 *
 * <p><b>Threads.</b> Any. <b>Owns</b> the node. <b>Fails.</b> {@link #start} with a {@link
 * StartException}, and then the node is stopped again.
 */
public final class IgniteNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IgniteNode.class);
  private static final String REGISTERS = "REGISTER";

  /** Each is a file of its own and some pages per cache; Ignite's 1024 are meant for clusters. */
  private static final int PARTITIONS = 16;

  private final Ignite ignite;
  private final long stopMillis;
  private final long largestOffheapBytes;
  private @Nullable IgniteCache<String, Long> registers;

  private IgniteNode(Ignite ignite, NodeSettings settings) {
    this.ignite = ignite;
    stopMillis = settings.stopMillis();
    largestOffheapBytes = NodeConfiguration.largestBytes(settings.offheapBytes());
  }

  /**
   * Starts a node whose files are in {@code folder}, recovered from an earlier kill if need be.
   *
   * @param tls encryption of its thin clients
   */
  public static IgniteNode start(Path folder, NodeSettings settings, TlsSettings tls) {
    NodeConfiguration.quieten();
    ThinClientEndpoint endpoint = new ThinClientEndpoint(settings, tls);
    try {
      return new IgniteNode(endpoint.start(folder), settings);
    } catch (IgniteException failure) {
      Ignition.stop(NodeConfiguration.instanceName(folder), true);
      throw new StartException(
          "the node in " + folder + " cannot be started: " + rootCause(failure), failure);
    }
  }

  /** The table of a schema. */
  public Table table(TableSchema schema) {
    return new IgniteTable(ignite, schema);
  }

  /** The binary cache of a name. */
  public BinaryCache binary(String name) {
    IgniteCache<String, byte[]> cache = ignite.getOrCreateCache(onDisk(name));
    return new BinaryCache() {
      @Override
      public void put(String key, byte[] value) {
        cache.put(key, value);
      }

      @Override
      public byte[] get(String key) {
        return cache.get(key);
      }

      @Override
      public long count() {
        return cache.sizeLong();
      }
    };
  }

  /** The register of a name. */
  public Register register(String name) {
    IgniteCache<String, Long> cache = registers();
    return new Register() {
      @Override
      public long get(long absent) {
        Long value = cache.get(name);
        return value == null ? absent : value;
      }

      @Override
      public void set(long value) {
        cache.put(name, value);
      }
    };
  }

  /** Memory of the regions for data. */
  @SuppressWarnings("deprecation") // what takes its place can be read by exporters and JMX only
  public List<RegionStatistics> regions() {
    return ignite.dataRegionMetrics().stream()
        .filter(region ->
            region.getName().equals(NodeConfiguration.OFFHEAP)
                || region.getName().equals(NodeConfiguration.DISK))
        .map(region ->
            new RegionStatistics(
                region.getName(),
                region.getOffHeapSize(),
                region.getOffheapUsedSize(),
                region.getPagesFillFactor()))
        .toList();
  }

  /** Tiers of caches in the regions, by name. */
  public Map<String, Supplier<CacheTier>> tiers() {
    return Map.of(
        NodeConfiguration.OFFHEAP, () -> RegionTier.offheap(ignite, largestOffheapBytes),
        NodeConfiguration.DISK, () -> RegionTier.disk(ignite));
  }

  /** Looked up once: Ignite asks the whole cluster each time. */
  private synchronized IgniteCache<String, Long> registers() {
    if (registers == null) {
      CacheConfiguration<String, Long> configuration = onDisk(REGISTERS);
      // the first write to each partition takes milliseconds, for which an invalidation would wait
      registers =
          ignite.getOrCreateCache(
              configuration.setAffinity(new RendezvousAffinityFunction(false, 1)));
    }
    return registers;
  }

  /**
   * Stops gracefully, whether the caller is interrupted or not.
   *
   * @throws IllegalStateException if it takes longer than the settings allow; the stop goes on in
   *     the background, and the folder must not be used until the process has ended
   */
  @Override
  public void close() {
    try {
      CompletableFuture.runAsync(ignite::close, IgniteNode::stopper)
          .orTimeout(stopMillis, TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof TimeoutException) {
        throw new IllegalStateException(
            "the node has not stopped within " + stopMillis + " ms (grid.stop_millis)", failure);
      }
      LOG.error("the node has not stopped cleanly", failure.getCause());
    }
  }

  private static void stopper(Runnable stop) {
    Thread thread = new Thread(stop, "nfcs-grid-stop");
    thread.setDaemon(true);
    thread.start();
  }

  static <K, V> CacheConfiguration<K, V> onDisk(String name) {
    return in(NodeConfiguration.DISK, name);
  }

  static <K, V> CacheConfiguration<K, V> in(String region, String name) {
    CacheConfiguration<K, V> cache = new CacheConfiguration<>(name);
    cache.setDataRegionName(region);
    cache.setAffinity(new RendezvousAffinityFunction(false, PARTITIONS));
    cache.setAtomicityMode(CacheAtomicityMode.ATOMIC);
    cache.setWriteSynchronizationMode(CacheWriteSynchronizationMode.FULL_SYNC);
    return cache;
  }

  static String rootCause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
