package io.nfcs.lab.load;

import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.apache.ignite.client.ClientCache;
import org.apache.ignite.client.ClientException;

/**
 * A running grid, through thin clients: a cache that it keeps for load tests, which is empty
 * afterwards, and the tables of the loop.
 *
 * <p><b>Threads.</b> Any: a session is one user's, several share a client, which takes concurrent
 * requests. The counts of reads are adders: while users read, a sum is of no single instant.
 * <b>Owns</b> the clients, not the grid. <b>Fails.</b> An operation with the exception of the
 * client, which the user counts; {@link #close} must follow the end of all users.
 */
final class RemoteTarget implements Target {
  private static final String CACHE = "NFCS_LOAD";

  private final WireClients clients;
  private final byte[] value;
  private final LongAdder reads = new LongAdder();
  private final LongAdder hits = new LongAdder();

  private RemoteTarget(WireClients clients, LoadSettings settings) {
    this.clients = clients;
    value = new byte[settings.valueBytes()];
  }

  /**
   * Connects to a grid.
   *
   * @throws ConfigException if it has no loop, or does not let this be written
   */
  static RemoteTarget connect(NfcsConfig config, String address, LoadSettings settings) {
    WireClients clients = WireClients.connect(config, address, settings.connections());
    try {
      clients.of(0).cache(CACHE).clear();
    } catch (ClientException refused) {
      clients.close();
      throw new ConfigException(
          address
              + ": the grid there has no cache for load tests: "
              + refused.getMessage()
              + "; allowed is a grid with grid.clients.caches: ["
              + CACHE
              + "]");
    }
    return new RemoteTarget(clients, settings);
  }

  @Override
  public Set<Operation> operations() {
    return EnumSet.of(Operation.CACHE_READ, Operation.CACHE_WRITE, Operation.QUERY);
  }

  @Override
  public Session session(int user) {
    ClientCache<Long, byte[]> cache = clients.of(user).cache(CACHE);
    return new Session() {
      @Override
      public void perform(Operation operation, long key) {
        switch (operation) {
          case CACHE_READ -> read(cache, key);
          case CACHE_WRITE -> cache.put(key, value);
          case QUERY -> clients.readTick(user, key);
          default -> throw new IllegalArgumentException(operation.toString());
        }
      }

      @Override
      public void close() {
        // the clients are the target's
      }
    };
  }

  @Override
  public CacheReads cacheReads() {
    // a hit is counted after its read
    long found = hits.sum();
    return new CacheReads(reads.sum(), found);
  }

  @Override
  public LoopTimes loop(long fromEpochMillis, long toEpochMillis) {
    return clients.loop(fromEpochMillis, toEpochMillis);
  }

  @Override
  public void close() {
    try (clients) {
      clients.of(0).cache(CACHE).clear();
    }
  }

  /** Reads a key; a miss loads the value, as a user of a cache does. */
  private void read(ClientCache<Long, byte[]> cache, long key) {
    reads.increment();
    if (cache.get(key) != null) {
      hits.increment();
    } else {
      cache.put(key, value);
    }
  }
}
