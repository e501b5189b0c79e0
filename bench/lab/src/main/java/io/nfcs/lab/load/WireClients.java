package io.nfcs.lab.load;

import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.config.TlsSettings;
import io.nfcs.grid.Login;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.apache.ignite.client.ClientAuthenticationException;
import org.apache.ignite.client.ClientException;
import org.apache.ignite.client.IgniteClient;
import org.apache.ignite.client.SslMode;
import org.apache.ignite.configuration.ClientConfiguration;

/**
 * Thin clients of a grid, each with a connection of its own, and their queries of table TICK.
 *
 * <p><b>Threads.</b> Any.
 */
final class WireClients implements AutoCloseable {
  private static final long CATCH_UP_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int TIMEOUT_MILLIS = 10_000;

  private final List<IgniteClient> clients = new ArrayList<>();
  private final long run;
  private final long firstTick;
  private final long ticks;

  private WireClients(ClientConfiguration client, int number) {
    try {
      for (int i = 0; i < number; i++) {
        clients.add(Ignition.startClient(client));
      }
      run = awaitNumber("SELECT MAX(RUN) FROM TICK", Long.MIN_VALUE);
      firstTick = awaitNumber("SELECT MIN(TICK) FROM TICK WHERE RUN = ?", 0, run);
      ticks = awaitNumber("SELECT COUNT(*) FROM TICK WHERE RUN = ?", 1, run);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Connects to a grid with a loop that ticks.
   *
   * @param config credentials of the clients, and encryption
   * @param address host:port
   */
  static WireClients connect(NfcsConfig config, String address, int number) {
    try {
      return new WireClients(client(config, address), number);
    } catch (ClientAuthenticationException e) {
      throw new ConfigException(
          address
              + ": the grid there refuses: "
              + e.getMessage()
              + "; allowed is its own grid.password_file");
    } catch (ClientException e) {
      throw new ConfigException(
          address
              + ": no grid with a loop answers there: "
              + e.getMessage()
              + "; allowed is host:port of a thin-client endpoint (grid.thin_client_port), with the section tls"
              + " of its grid");
    }
  }

  private static ClientConfiguration client(NfcsConfig config, String address) {
    ClientConfiguration client =
        new ClientConfiguration().setAddresses(address).setTimeout(TIMEOUT_MILLIS);
    Login login = Login.of(config);
    if (login != null) {
      client.setUserName(login.user()).setUserPassword(login.password());
    }
    SSLContext tls = config.section("tls", TlsSettings.class).context();
    if (tls != null) {
      client.setSslMode(SslMode.REQUIRED).setSslContextFactory(() -> tls);
    }
    return client;
  }

  /** Returns the client that a user shares with others. */
  IgniteClient of(int user) {
    return clients.get(user % clients.size());
  }

  /** Reads a tick of the run. */
  void readTick(int user, long key) {
    List<List<?>> rows =
        of(user)
            .query(
                new SqlFieldsQuery(
                        "SELECT LATENESS_NANOS, ORDER_PARAMETER FROM TICK WHERE RUN = ? AND TICK = ?")
                    .setArgs(run, firstTick + key % ticks))
            .getAll();
    if (rows.size() != 1) {
      throw new IllegalStateException("a tick has " + rows.size() + " rows");
    }
  }

  /** Returns the times of the loop; waits until its ticks are in the table. */
  LoopTimes loop(long fromEpochMillis, long toEpochMillis) {
    awaitNumber("SELECT MAX(EPOCH_MILLIS) FROM TICK WHERE RUN = ?", toEpochMillis, run);
    return LoopTimes.of(
        query(
            "SELECT "
                + LoopTimes.COLUMNS
                + " FROM TICK WHERE RUN = ? AND EPOCH_MILLIS BETWEEN ? AND ? ORDER BY TICK",
            run,
            fromEpochMillis,
            toEpochMillis));
  }

  @Override
  public void close() {
    clients.forEach(IgniteClient::close);
  }

  /** Asks for a number until it is large enough, or the store had time to process the backlog. */
  private long awaitNumber(String sql, long least, Object... arguments) {
    long giveUpNanos = System.nanoTime() + CATCH_UP_NANOS;
    while (true) {
      Object value = query(sql, arguments).getFirst().getFirst();
      boolean isLate = System.nanoTime() >= giveUpNanos;
      if (value instanceof Number number && (number.longValue() >= least || isLate)) {
        return number.longValue();
      }
      if (isLate) {
        throw new ClientException("table TICK is empty");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private List<List<?>> query(String sql, Object... arguments) {
    return clients.getFirst().query(new SqlFieldsQuery(sql).setArgs(arguments)).getAll();
  }
}
