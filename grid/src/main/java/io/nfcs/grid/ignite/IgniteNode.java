package io.nfcs.grid.ignite;

import io.nfcs.config.StartException;
import io.nfcs.table.BinaryCache;
import io.nfcs.table.Register;
import io.nfcs.table.Table;
import io.nfcs.table.TableSchema;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCache;
import org.apache.ignite.IgniteException;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.CacheAtomicityMode;
import org.apache.ignite.cache.CacheWriteSynchronizationMode;
import org.apache.ignite.cluster.ClusterState;
import org.apache.ignite.configuration.CacheConfiguration;
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

  private final Ignite ignite;
  private final long stopMillis;

  private IgniteNode(Ignite ignite, long stopMillis) {
    this.ignite = ignite;
    this.stopMillis = stopMillis;
  }

  /** Starts a node whose files are in {@code folder}, recovered from an earlier kill if need be. */
  public static IgniteNode start(Path folder, NodeSettings settings) {
    NodeConfiguration.quieten();
    try {
      Ignite ignite = Ignition.start(NodeConfiguration.of(folder, settings));
      ignite.cluster().state(ClusterState.ACTIVE);
      return new IgniteNode(ignite, settings.stopMillis());
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
    IgniteCache<String, Long> cache = ignite.getOrCreateCache(onDisk(REGISTERS));
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

  /** Stops gracefully; after the time of the settings it stops waiting and cancels what is left. */
  @Override
  public void close() {
    ExecutorService stopper =
        Executors.newSingleThreadExecutor(task -> new Thread(task, "nfcs-grid-stop"));
    Future<?> stop = stopper.submit(ignite::close);
    try {
      stop.get(stopMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      LOG.error("the node has not stopped within {} ms, cancelling what it still does", stopMillis);
      Ignition.stop(ignite.name(), true);
    } catch (ExecutionException failure) {
      LOG.error("the node has not stopped cleanly", failure.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stopper.shutdownNow();
    }
  }

  static <K, V> CacheConfiguration<K, V> onDisk(String name) {
    CacheConfiguration<K, V> cache = new CacheConfiguration<>(name);
    cache.setDataRegionName(NodeConfiguration.DISK);
    cache.setAtomicityMode(CacheAtomicityMode.ATOMIC);
    cache.setWriteSynchronizationMode(CacheWriteSynchronizationMode.FULL_SYNC);
    return cache;
  }

  private static String rootCause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
