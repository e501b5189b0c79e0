package io.nfcs.grid.ignite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.NfcsConfig;
import io.nfcs.config.TlsSettings;
import io.nfcs.table.TableSchema;
import io.nfcs.table.TableSchema.Column;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.apache.ignite.client.ClientAuthorizationException;
import org.apache.ignite.client.ClientException;
import org.apache.ignite.client.IgniteClient;
import org.apache.ignite.configuration.ClientConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that overload the node with one query after the other. */
@Tag("slow")
@Timeout(180)
class ThinClientLoadTest {
  private static final TableSchema TABLE =
      new TableSchema(
          "WIDE", List.of(new Column("ID", Long.class), new Column("TEXT", String.class)), 1);
  private static final String JOIN =
      "SELECT COUNT(*) FROM WIDE a, WIDE b WHERE a.ID + b.ID < 0 AND a.TEXT <> b.TEXT";
  private static final String FEW = "SELECT TEXT FROM WIDE WHERE ID < 100";
  private static final long ROWS = 100_000;
  private static final int BATCH = 10_000;
  private static final int GREEDY = 4;
  private static final int ASKED = 5;

  private final AtomicBoolean isEnough = new AtomicBoolean();
  private final CountDownLatch busy = new CountDownLatch(GREEDY);
  private final Queue<String> ends = new ConcurrentLinkedQueue<>();
  private int port;

  @Test
  void shouldAnswerOthersWhileFourJoinAllRowsWithAll(@TempDir Path folder) throws Exception {
    port = Ports.free();
    NodeSettings settings =
        NfcsConfig.parse(
                "load",
                """
                grid:
                  offheap_bytes: 32MiB
                  disk_bytes: 128MiB
                  thin_client_port: %d
                  clients: {queries: 2, query_millis: 1000, query_bytes: 64MiB}
                """
                    .formatted(port))
            .section("grid", NodeSettings.class);
    try (IgniteNode node = IgniteNode.start(folder, settings, TlsSettings.NONE)) {
      fill(node);
      List<Thread> greedy = new ArrayList<>();
      for (int i = 0; i < GREEDY; i++) {
        greedy.add(Thread.ofPlatform().name("greedy-" + i).start(this::join));
      }
      try (IgniteClient client = client()) {
        busy.await();
        for (int i = 0; i < ASKED; i++) {
          assertEquals(100, few(client));
        }
      } finally {
        isEnough.set(true);
        for (Thread one : greedy) {
          one.join();
        }
      }
      assertTrue(ends.size() >= GREEDY, ends::toString);
      assertTrue(ends.stream().noneMatch("answered"::equals), ends::toString);
      assertTrue(node.refused().getOrDefault("query", 0L) >= GREEDY, node.refused()::toString);
      assertEquals(0, node.state().restarts());
    }
  }

  /**
   * Returns the rows of a small query; on a slow machine it may be ended after its turn has come.
   */
  private static int few(IgniteClient client) {
    while (true) {
      try {
        return client.query(new SqlFieldsQuery(FEW)).getAll().size();
      } catch (ClientAuthorizationException noTurn) {
        throw noTurn;
      } catch (ClientException ended) {
        Thread.onSpinWait();
      }
    }
  }

  private static void fill(IgniteNode node) {
    for (long from = 0; from < ROWS; from += BATCH) {
      List<@Nullable Object[]> rows = new ArrayList<>();
      for (long id = from; id < from + BATCH; id++) {
        rows.add(new @Nullable Object[] {id, "text " + id});
      }
      node.table(TABLE).upsert(rows);
    }
  }

  private void join() {
    try (IgniteClient client = client()) {
      do {
        busy.countDown();
        try {
          client.query(new SqlFieldsQuery(JOIN)).getAll();
          ends.add("answered");
        } catch (ClientException ended) {
          ends.add(String.valueOf(ended.getMessage()));
        }
      } while (!isEnough.get());
    }
  }

  private IgniteClient client() {
    return Ignition.startClient(
        new ClientConfiguration().setAddresses("127.0.0.1:" + port).setTimeout(60_000));
  }
}
