package io.nfcs.distribution.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.nfcs.counters.CounterId;
import io.nfcs.house.Sources;
import io.nfcs.journal.Journal;
import io.nfcs.lab.FreePort;
import io.nfcs.pipeline.Nfcs;
import io.nfcs.pipeline.replay.ReplayReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.apache.ignite.client.IgniteClient;
import org.apache.ignite.configuration.ClientConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A data folder of 30 ticks, written by the version of 2026-11-28: {@code src/test/resources/data},
 * made by that version and never again.
 */
@Timeout(120)
class OldDataFolderTest {
  private static final Path OLD =
      Sources.ROOT.resolve("bench/distribution/src/test/resources/data/c69110f.zip");
  private static final String OLD_COLUMNS =
      "RUN, TICK, EPOCH_MILLIS, ORDER_PARAMETER, ENERGY, VORTICES, DECISION, PHASE, FIELD, DIGEST";
  private static final String OLD_ROWS =
      "SELECT " + OLD_COLUMNS + " FROM TICK WHERE RUN < %d ORDER BY TICK";
  private static final int OLD_TICKS = 30;
  private static final int TICKS = 20;

  @TempDir Path folder;

  @BeforeEach
  void unpack() throws IOException {
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(OLD))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        unpack(zip, folder.resolve(entry.getName()), entry.isDirectory());
      }
    }
  }

  private static void unpack(InputStream from, Path to, boolean isFolder) throws IOException {
    Files.createDirectories(isFolder ? to : to.getParent());
    if (!isFolder) {
      Files.copy(from, to);
    }
  }

  @Test
  void shouldBeOpenedAndGoneOnWith() throws Exception {
    List<List<?>> rows = runOnce();
    assertEquals(OLD_TICKS, rows.size());
    assertEquals(0.962787, (Double) rows.getLast().get(3), 1e-6);
    assertEquals("1fcc65da892e9b17", rows.getLast().getLast());
    ReplayReport report = Nfcs.replay(folder, done -> {});
    assertNull(report.firstDivergence());
    assertEquals(OLD_TICKS + TICKS, report.equal());
    assertEquals(rows, runOnce());
  }

  @Test
  void shouldKeepRowsWhoseTicksTheJournalHasNoLonger() throws Exception {
    List<List<?>> rows = runOnce();
    try (Stream<Path> journal = Files.list(Journal.folder(folder))) {
      for (Path file : journal.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    assertEquals(rows, runOnce());
  }

  @Test
  void shouldLoseWhatIsTooOldFromItsTables() throws Exception {
    int port = FreePort.find();
    try (Nfcs nfcs = Nfcs.start(context(port).set("store.max_age_hours", "1"));
        IgniteClient client =
            Ignition.startClient(new ClientConfiguration().setAddresses("127.0.0.1:" + port))) {
      long run = nfcs.header().run();
      // the old run comes into the tables again, since the old version kept no place in the journal
      while (nfcs.counters().value(CounterId.TICKS_STORED) < OLD_TICKS + TICKS) {
        Thread.onSpinWait();
      }
      for (String table : List.of("TICK", "STAGE_TIMING")) {
        String rows = "SELECT COUNT(*), COUNT(DISTINCT TICK) FROM " + table + " WHERE RUN ";
        while (!sql(client, rows + "< " + run).equals(List.of(List.of(0L, 0L)))) {
          Thread.onSpinWait();
        }
        assertEquals((long) TICKS, sql(client, rows + "= " + run).getFirst().getLast());
      }
      assertEquals(
          sql(client, "SELECT COUNT(*) FROM TICK WHERE FIELD"),
          List.of(List.of((long) client.cache("FIELD").size())));
    }
    assertEquals(OLD_TICKS + TICKS, Nfcs.replay(folder, done -> {}).equal());
  }

  /** Runs with a stage more, and returns the rows of the old run. */
  private List<List<?>> runOnce() throws Exception {
    int port = FreePort.find();
    try (Nfcs nfcs = Nfcs.start(context(port));
        IgniteClient client =
            Ignition.startClient(new ClientConfiguration().setAddresses("127.0.0.1:" + port))) {
      long run = nfcs.header().run();
      List<List<?>> heat;
      do {
        heat =
            sql(
                client,
                "SELECT COUNT(*), MIN(HEAT_DEGREES), MIN(HEAT_MOOD), MIN(HEAT_FLAME) FROM TICK"
                    + " WHERE RUN = "
                    + run);
      } while (!heat.equals(List.of(List.of((long) TICKS, 21.0, 1L, 42.0))));
      assertEquals(
          List.of(List.of(0L)),
          sql(client, "SELECT COUNT(HEAT_DEGREES) FROM TICK WHERE KURAMOTO_COUPLING IS NULL"));
      return sql(client, OLD_ROWS.formatted(firstRun(client) + 1));
    }
  }

  private Nfcs.Context context(int port) {
    return new Nfcs.Context()
        .config(Sources.ROOT.resolve("config/scenarios/reference.yaml"))
        .set("run.ticks", Integer.toString(TICKS))
        .set("orchestrator.hz", "50")
        .set("cgl.nx", "16")
        .set("cgl.ny", "16")
        .set("pipeline.stages", "{cgl: [], kuramoto: [], heat: [], risk: [cgl, kuramoto]}")
        .set("grid.disk_bytes", "64MiB")
        .set("grid.thin_client_port", Integer.toString(port))
        .dataDir(folder);
  }

  private static long firstRun(IgniteClient client) {
    return (Long) sql(client, "SELECT MIN(RUN) FROM TICK").getFirst().getFirst();
  }

  private static List<List<?>> sql(IgniteClient client, String text) {
    return client.query(new SqlFieldsQuery(text)).getAll();
  }
}
