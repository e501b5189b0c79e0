package io.nfcs.pipeline.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.NfcsConfig;
import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Metrics;
import io.nfcs.grid.Grid;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalReader.Entry;
import io.nfcs.journal.JournalSettings;
import io.nfcs.journal.Retention;
import io.nfcs.pipeline.timing.Instruments;
import io.nfcs.table.TableStore;
import io.nfcs.tick.Quantity;
import io.nfcs.tick.RandomTicks;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickShape;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@Timeout(60)
class StoreRepairTest {
  private static final JournalSettings JOURNAL =
      new JournalSettings(JournalSettings.Roll.DAILY, 65536, 0, 0, 0);
  private static final StoreSettings STORE = new StoreSettings(7, 1, 1, 30_000, 1, 4, 0, 0);

  @TempDir Path folder;

  private final ErrorLog errors = new ErrorLog();

  @Test
  void shouldWriteAgainWhatWasDeletedBetweenTwoRunsOrWhileOneIsOn() {
    append(1, 25);
    append(2, 5);
    try (Grid grid = grid()) {
      tail(grid);
      List<List<?>> fresh = rows();
      sql("DELETE FROM TICK WHERE RUN = 1 AND TICK = 3");
      sql("DELETE FROM STAGE_TIMING WHERE RUN = 2");
      assertNotEquals(fresh, rows());
      Counters counters = tail(grid);
      assertEquals(fresh, rows());
      assertEquals(16, counters.value(CounterId.ROWS_REPAIRED));
      assertEquals(0, counters.storeLag());
      for (String table : List.of("TICK", "STAGE_TIMING", "REGISTER")) {
        node().destroyCache(table);
        tail(grid);
        assertEquals(fresh, rows(), "after " + table + " was destroyed");
      }
      Counters live = new Counters();
      JournalTailer tailer = tailer(grid, live);
      tailer.start();
      sql("DELETE FROM TICK WHERE TICK < 3");
      while (live.value(CounterId.ROWS_REPAIRED) < 6) {
        Thread.onSpinWait();
      }
      tailer.close();
      assertEquals(fresh, rows());
    }
    assertTrue(errors.counts().isEmpty(), errors.counts()::toString);
  }

  @Test
  void shouldRebuildWhatWasDeletedAlteredAndDestroyed() {
    append(1, 25);
    append(2, 40);
    try (Grid grid = grid()) {
      tail(grid);
      List<List<?>> fresh = rows();
      sql("DELETE FROM TICK WHERE TICK > 30");
      sql("UPDATE TICK SET RISK = 0.123456, DIGEST = 'forged' WHERE RUN = 1");
      sql("UPDATE TICK SET DECISION = NULL WHERE RUN = 2 AND TICK < 3");
      node().destroyCache("STAGE_TIMING");
      node().destroyCache("REGISTER");
      grid.register("store.tick").set(Long.MAX_VALUE);
      StoreProjector store =
          new StoreProjector(grid, STORE, Clock.systemUTC(), new Counters(), errors);
      try (StoreRepair repair = store.rebuild(Journal.folder(folder))) {
        while (repair.step()) {
          assertTrue(repair.ticksRead() < 65);
        }
        store.rebuilt(repair);
        assertEquals(65, repair.ticksRead());
        assertEquals(9 + 65 * 3, repair.missing());
        assertTrue(repair.altered() >= 25, () -> "altered " + repair.altered());
      }
      assertEquals(fresh, rows());
      try (StoreRepair again = store.rebuild(Journal.folder(folder))) {
        while (again.step()) {
          assertEquals(0, again.missing() + again.altered());
        }
      }
      assertEquals(0, tail(grid).value(CounterId.TICKS_STORED), "all has been applied");
    }
  }

  @Test
  void shouldKeepRowsWhoseTicksAreGoneAndOwnUpToFieldsThatAreLost() {
    append(1, 5);
    try (Grid grid = grid()) {
      tail(grid);
      sql("UPDATE TICK SET FIELD = TRUE WHERE TICK < 3");
      grid.binary("FIELD").put("1/2", new byte[] {1});
      sql(
          "INSERT INTO TICK (RUN, TICK, DIGEST) VALUES (0, 17, 'of a run that the journal has not"
              + " any more')");
      StoreProjector store =
          new StoreProjector(grid, STORE, Clock.systemUTC(), new Counters(), errors);
      try (StoreRepair repair = store.rebuild(Journal.folder(folder))) {
        while (repair.step()) {
          assertFalse(repair.ticksRead() > 5);
        }
        assertEquals(2, repair.altered());
      }
      assertEquals(
          List.of(List.of(1L, 2L)), sql("SELECT RUN, TICK FROM TICK WHERE FIELD ORDER BY TICK"));
      assertEquals(6, grid.table(TickTables.OF_MODEL.schema()).count());
    }
  }

  /** A parameter by the name of a column of every tick, and a quantity that changes its kind. */
  @Test
  void shouldWriteTheRowsOfEachRunWithItsColumns() {
    append(1, 25, shape(Quantity.count("heat.mood", "", "Mood.")));
    append(2, 25, shape(Quantity.number("heat.mood", "", "Mood.")));
    append(3, 5, new TickShape(List.of(), List.of(), 64));
    try (Grid grid = grid()) {
      tail(grid);
      List<List<?>> fresh = rows();
      // four of the numbers are NaN in each of the first two
      assertEquals(
          List.of(List.of(1L, 21L), List.of(2L, 21L), List.of(3L, 0L)),
          sql("SELECT RUN, COUNT(FIELD_) FROM TICK GROUP BY RUN ORDER BY RUN"));
      assertEquals(
          List.of(List.of(2L)), sql("SELECT DISTINCT RUN FROM TICK WHERE HEAT_MOOD_DOUBLE <> 0"));
      sql("UPDATE TICK SET DIGEST = 'forged'");
      StoreProjector store =
          new StoreProjector(grid, STORE, Clock.systemUTC(), new Counters(), errors);
      try (StoreRepair repair = store.rebuild(Journal.folder(folder))) {
        while (repair.step()) {
          assertTrue(repair.ticksRead() < 55);
        }
        assertEquals(55, repair.altered());
      }
      assertEquals(fresh, rows());
    }
    assertTrue(errors.counts().isEmpty(), errors.counts()::toString);
  }

  private static TickShape shape(Quantity quantity) {
    return new TickShape(List.of("heat"), List.of("field"), List.of(quantity), 64);
  }

  /** The rows of a batch are then in the tables, and counted with the next batch at the latest. */
  @Test
  void shouldKnowAllRowsAgainWhereTheirNumberCouldNotBeRemembered() {
    append(1, 49);
    Set<String> failing = new HashSet<>();
    try (Grid grid = grid();
        JournalReader reader = new JournalReader(Journal.folder(folder))) {
      TableStore target =
          new ObservedStore(
              grid,
              what -> {
                if (failing.remove(what)) {
                  throw new IllegalStateException("fails to " + what);
                }
              });
      Counters counters = new Counters();
      StoreProjector store = new StoreProjector(target, STORE, Clock.systemUTC(), counters, errors);
      assertEquals(Entry.RUN, reader.next());
      store.begin(reader.run(), reader.index());
      addBatch(reader, store);
      store.flush();
      for (String register : List.of("store.ticks", "store.stages", "store.fields")) {
        addBatch(reader, store);
        failing.add("set " + register);
        assertThrows(IllegalStateException.class, store::flush, register);
        assertFalse(store.isShort(), register);
        store.flush();
        addBatch(reader, store);
        store.flush();
        assertFalse(store.isShort(), register);
        for (String table : List.of("STAGE_TIMING", "TICK")) {
          long last = reader.tick().number();
          sql("DELETE FROM " + table + " WHERE TICK = " + last);
          assertTrue(store.isShort(), () -> "a row of " + table + " after that of " + register);
          store.repaired();
        }
      }
      assertEquals(49, counters.value(CounterId.TICKS_STORED));
      assertEquals(49 - 3, grid.table(TickTables.OF_MODEL.schema()).count());
    }
  }

  private static void addBatch(JournalReader reader, StoreProjector store) {
    while (!store.isFull()) {
      assertEquals(Entry.TICK, reader.next());
      store.add(reader.run(), reader.tick(), reader.index());
    }
  }

  @Test
  void shouldCountTheTicksOfEarlierRunsIntoTheLag() {
    append(1, 25);
    append(2, 5);
    try (Grid grid = grid()) {
      Counters counters = new Counters();
      JournalTailer tailer = tailer(grid, counters);
      tailer.start();
      assertEquals(30, counters.value(CounterId.TICKS_BACKLOG));
      tailer.close();
      assertEquals(0, counters.storeLag());
      counters.add(CounterId.TICKS_JOURNALLED, 4);
      assertEquals(4, counters.storeLag());
      counters.add(CounterId.TICKS_STORED, 5);
      assertEquals(0, counters.storeLag(), "stored before it was counted as journalled");
      assertEquals(0, tail(grid).value(CounterId.TICKS_BACKLOG));
    }
  }

  private Counters tail(Grid grid) {
    Counters counters = new Counters();
    JournalTailer tailer = tailer(grid, counters);
    tailer.start();
    tailer.close();
    return counters;
  }

  private JournalTailer tailer(Grid grid, Counters counters) {
    Path journal = Journal.folder(folder);
    return new JournalTailer(
        journal,
        new JournalReader(journal),
        new StoreProjector(grid, STORE, Clock.systemUTC(), counters, errors),
        STORE,
        new Retention(journal, JOURNAL, Clock.systemUTC()),
        new Instruments(TickClock.system(), counters, new Metrics(), errors));
  }

  private void append(long run, int ticks) {
    append(run, ticks, RandomTicks.SHAPE);
  }

  private void append(long run, int ticks, TickShape shape) {
    RandomTicks random = new RandomTicks(run);
    try (Journal journal =
        Journal.open(Journal.folder(folder), JOURNAL, TickClock.system(), shape)) {
      journal.begin(RandomTicks.header(run, shape));
      Tick tick = new Tick(shape);
      for (long number = 0; number < ticks; number++) {
        random.fill(tick, number);
        journal.append(tick);
      }
    }
  }

  private static List<List<?>> rows() {
    List<List<?>> rows = new ArrayList<>();
    rows.addAll(sql("SELECT * FROM TICK ORDER BY RUN, TICK"));
    rows.addAll(sql("SELECT * FROM STAGE_TIMING ORDER BY RUN, TICK, STAGE"));
    return rows;
  }

  private static List<List<?>> sql(String text) {
    return node().cache("STORE_TEST").query(new SqlFieldsQuery(text).setSchema("PUBLIC")).getAll();
  }

  private static Ignite node() {
    return Ignition.allGrids().getFirst();
  }

  private Grid grid() {
    Grid grid =
        Grid.start(
            folder.resolve("grid"),
            NfcsConfig.parse("test", "grid: {thin_client_port: 0, disk_bytes: 64MiB}"));
    node().getOrCreateCache("STORE_TEST");
    return grid;
  }
}
