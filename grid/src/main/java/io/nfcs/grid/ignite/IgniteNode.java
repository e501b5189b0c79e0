package io.nfcs.grid.ignite;

import io.nfcs.config.TlsSettings;
import io.nfcs.memory.RegionStatistics;
import io.nfcs.table.BinaryCache;
import io.nfcs.table.NodeAwayException;
import io.nfcs.table.NodeState;
import io.nfcs.table.Register;
import io.nfcs.table.Table;
import io.nfcs.table.TableSchema;
import io.nfcs.tier.CacheTier;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.agrona.concurrent.SystemNanoClock;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.CacheWriteSynchronizationMode;
import org.apache.ignite.cache.affinity.rendezvous.RendezvousAffinityFunction;
import org.apache.ignite.configuration.CacheConfiguration;

/**
 * One embedded Ignite node, and the tables and caches in it. Whatever becomes of the node, each
 * call ends within {@code grid.operation_millis}, and a node that has stopped is started again.
 *
 * <p><b>Threads.</b> Any. <b>Owns</b> the node. <b>Fails.</b> {@link #start} with a {@link
 * io.nfcs.config.StartException}, and then the node is stopped again; all else with a {@link
 * NodeAwayException} while the node does not answer.
 */
public final class IgniteNode implements AutoCloseable {
  private static final String REGISTERS = "REGISTER";

  /**
   * Partitions; each is a file of its own and some pages per cache; Ignite's 1024 are meant for
   * clusters.
   */
  static final int PARTITIONS = 16;

  /** Longest wait for an answer that is only displayed. */
  static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final NodeLife life;
  private final ThinClientEndpoint endpoint;
  private final long largestOffheapBytes;
  private final NodeCache<String, Long> registers;
  private volatile List<RegionStatistics> regions = List.of();

  private IgniteNode(NodeLife life, ThinClientEndpoint endpoint, NodeSettings settings) {
    this.life = life;
    this.endpoint = endpoint;
    largestOffheapBytes = NodeConfiguration.largestBytes(settings.offheapBytes());
    registers = life.cache(registers());
  }

  /**
   * Starts a node whose files are in {@code folder}, recovered from an earlier kill if need be.
   *
   * @param tls encryption of its thin clients
   */
  public static IgniteNode start(Path folder, NodeSettings settings, TlsSettings tls) {
    ThinClientEndpoint endpoint = new ThinClientEndpoint(settings, tls);
    IgniteNode node =
        new IgniteNode(
            NodeLife.start(folder, settings, endpoint, SystemNanoClock.INSTANCE),
            endpoint,
            settings);
    node.regions();
    return node;
  }

  /** Returns the largest size of the log, which has each change before the files of caches do. */
  public static long logBytes() {
    return NodeConfiguration.LOG_BYTES;
  }

  /** Returns the state of the node, without asking it. */
  public NodeState state() {
    return life.state();
  }

  /** Runs a task, on a thread of the node, each time it answers again, after a start or a hang. */
  public void onAnswer(Runnable task) {
    life.onAnswer(task);
  }

  /** Returns the table of a schema. */
  public Table table(TableSchema schema) {
    endpoint.publish(schema.name());
    return new IgniteTable(life, schema);
  }

  /** Returns the binary cache of a name, which thin clients may read. */
  public BinaryCache binary(String name) {
    endpoint.publish(name);
    return hidden(name);
  }

  /** Returns the binary cache of a name, for this process only. */
  public BinaryCache hidden(String name) {
    NodeCache<String, byte[]> cache = life.cache(undivided(name));
    cache.call(IgniteCache::getName);
    return new BinaryCache() {
      @Override
      public void put(String key, byte[] value) {
        cache.call(opened -> {
          opened.put(key, value);
          return value;
        });
      }

      @Override
      public byte[] get(String key) {
        return cache.call(opened -> opened.get(key));
      }

      @Override
      public Set<String> present(Collection<String> keys) {
        return cache.call(
            opened -> keys.stream().filter(opened::containsKey).collect(Collectors.toSet()));
      }

      @Override
      public long count() {
        return cache.call(IgniteCache::sizeLong);
      }

      @Override
      public void remove(Set<String> keys) {
        cache.call(opened -> {
          opened.removeAll(keys);
          return keys;
        });
      }

      @Override
      public long usedBytes() {
        return cache.call(UsedPages::bytes);
      }
    };
  }

  /** Returns the register of a name. */
  public Register register(String name) {
    return new Register() {
      @Override
      public long get(long absent) {
        Long value = registers.call(opened -> opened.get(name));
        return value == null ? absent : value;
      }

      @Override
      public void set(long value) {
        registers.call(opened -> {
          opened.put(name, value);
          return value;
        });
      }
    };
  }

  /** Returns how often thin clients were refused, by kind. */
  public Map<String, Long> refused() {
    return endpoint.refused();
  }

  /**
   * Returns the memory of the regions for data; the last known values while the node does not
   * answer.
   */
  public List<RegionStatistics> regions() {
    try {
      regions = life.calls().callWithin(GLANCE_NANOS, this::regionsNow);
    } catch (RuntimeException away) {
      // the last values are those known
    }
    return regions;
  }

  @SuppressWarnings("deprecation") // its replacement can be read by exporters and JMX only
  private List<RegionStatistics> regionsNow() {
    return life.ignite().dataRegionMetrics().stream()
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

  /** Returns the tiers of caches in the regions, by name. */
  public Map<String, Supplier<CacheTier>> tiers() {
    return Map.of(
        NodeConfiguration.OFFHEAP, () -> RegionTier.offheap(life, largestOffheapBytes),
        NodeConfiguration.DISK, () -> RegionTier.disk(life));
  }

  /**
   * Stops gracefully, whether the caller is interrupted or not.
   *
   * @throws IllegalStateException if it takes longer than the settings allow; the stop continues in
   *     the background, and the folder must not be used until the process has ended
   */
  @Override
  public void close() {
    life.close();
  }

  static CacheConfiguration<String, Long> registers() {
    return undivided(REGISTERS);
  }

  /**
   * Returns a cache of one partition. The first write to a partition takes milliseconds, and its
   * free space is of no use to the others, which matters for large values.
   */
  private static <V> CacheConfiguration<String, V> undivided(String name) {
    CacheConfiguration<String, V> configuration = onDisk(name);
    return configuration.setAffinity(new RendezvousAffinityFunction(false, 1));
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
}
