package io.nfcs.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.nfcs.config.NfcsConfig;
import io.nfcs.grid.Grid;
import io.nfcs.pipeline.Nfcs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged command rebuilds tables that were damaged. */
@Timeout(240)
class StoreRebuildIT {
  private static final String ROWS = "SELECT * FROM TICK ORDER BY RUN, TICK";

  @TempDir Path folder;

  @Test
  void shouldMakeTheTablesAgainWhatTheJournalSays() throws Exception {
    Path data = folder.resolve("data");
    NfcsProcess run =
        NfcsProcess.start(
            folder,
            "run",
            "--data",
            data.toString(),
            "--ticks",
            "40",
            "--hz",
            "50",
            "--set",
            "grid.thin_client_port=0",
            "--set",
            "store.max_bytes=0",
            "--json");
    assertEquals(0, run.await(120), run::toString);
    List<List<?>> fresh;
    try (Grid _ = grid(data)) {
      fresh = sql(ROWS);
      assertEquals(40, fresh.size());
      sql("DELETE FROM TICK WHERE TICK < 5");
      sql("UPDATE TICK SET RISK = 77 WHERE TICK = 9");
      node().destroyCache("REGISTER");
      NfcsProcess locked = NfcsProcess.start(folder, "store", "rebuild", data.toString());
      assertEquals(2, locked.await(60), locked::toString);
    }
    JsonNode report = rebuild(data);
    assertEquals(40, report.at("/ticks").asLong());
    assertEquals(5, report.at("/missing").asLong());
    assertEquals(1, report.at("/altered").asLong());
    assertEquals(40, report.at("/stored").asLong());
    try (Grid _ = grid(data)) {
      assertEquals(fresh, sql(ROWS));
    }
    // the rows that the run's own limits have kept stay
    NfcsConfig small = NfcsConfig.parse("small", "store: {max_bytes: 1}");
    assertEquals(40, Nfcs.rebuild(data, small, ticks -> {}).stored());
    assertEquals(0, rebuild(data).at("/altered").asLong());
    Path foreign = Files.writeString(data.resolve("journal/foo.cq4"), "not ours");
    NfcsProcess damaged = NfcsProcess.start(folder, "store", "rebuild", data.toString());
    assertEquals(1, damaged.await(120), damaged::toString);
    assertTrue(
        damaged.out().contains(foreign + " at 0: not a file of the journal"), damaged::toString);
    NfcsProcess none =
        NfcsProcess.start(
            folder, "store", "rebuild", Files.createDirectory(folder.resolve("none")).toString());
    assertEquals(2, none.await(60), none::toString);
    assertTrue(none.err().contains("is not a data folder"), none::toString);
  }

  private JsonNode rebuild(Path data) throws Exception {
    NfcsProcess process = NfcsProcess.start(folder, "store", "rebuild", data.toString(), "--json");
    assertEquals(0, process.await(120), process::toString);
    return process.json();
  }

  private static Grid grid(Path data) {
    Grid grid = Grid.start(data, NfcsConfig.parse("test", "grid: {thin_client_port: 0}"));
    node().getOrCreateCache("REBUILD_TEST");
    return grid;
  }

  private static List<List<?>> sql(String text) {
    return node()
        .cache("REBUILD_TEST")
        .query(new SqlFieldsQuery(text).setSchema("PUBLIC"))
        .getAll();
  }

  private static Ignite node() {
    return Ignition.allGrids().getFirst();
  }
}
