package io.nfcs.pipeline.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.NfcsConfig;
import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Metrics;
import io.nfcs.grid.Grid;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalSettings;
import io.nfcs.journal.Retention;
import io.nfcs.pipeline.timing.Instruments;
import io.nfcs.table.BinaryCache;
import io.nfcs.table.Table;
import io.nfcs.table.TableSchema;
import io.nfcs.table.TableStore;
import io.nfcs.tick.RandomTicks;
import io.nfcs.tick.Snapshot;
import io.nfcs.tick.SnapshotPool;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.ignite.Ignite;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.affinity.rendezvous.RendezvousAffinityFunction;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.apache.ignite.configuration.CacheConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs with a tick an hour; the second run begins at the end of the first. */
@Tag("slow")
@Timeout(120)
class StoreRetentionTest {
  private static final JournalSettings JOURNAL =
      new JournalSettings(JournalSettings.Roll.DAILY, 1 << 20, 0, 0, 0);
  private static final StoreSettings UNLIMITED = settings(0, 0);
  private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();
  private static final long HOUR_NANOS = Duration.ofHours(1).toNanos();
  private static final int FIRST_TICKS = 100;
  private static final int SECOND_TICKS = 50;
  private static final long FIRST = 1;
  private static final long SECOND = FIRST_TICKS * HOUR_MILLIS;
  private static final int STAGES = RandomTicks.SHAPE.stages().size();

  @TempDir Path folder;

  private final ErrorLog errors = new ErrorLog();
  private final Counters counters = new Counters();
  private final Metrics metrics = new Metrics();

  @Test
  void shouldRemoveTheOldestTicksWithAllThatBelongsToThem() {
    appendBoth();
    try (Grid grid = grid()) {
      tail(grid, UNLIMITED, counters);
      putFields(grid);
      assertLeft(grid, 0);
      for (int hour : new int[] {0, 1, 64, 65, 70, 99, 100, 101, 149}) {
        StoreProjector store = projector(grid, settings(0, 80), hour + 80, counters);
        store.retention().apply();
        assertLeft(grid, hour);
        assertEquals(hour * (1L + STAGES), counters.value(CounterId.ROWS_REMOVED));
        assertEquals((hour + 9) / 10, counters.value(CounterId.FIELDS_REMOVED));
        assertFalse(store.isShort(), "what was removed on purpose is not missed");
      }
      projector(grid, settings(0, 1), 1000, counters).retention().apply();
      assertLeft(grid, FIRST_TICKS + SECOND_TICKS);
    }
  }

  @Test
  void shouldRemoveNothingWithoutALimit() {
    appendBoth();
    try (Grid grid = grid()) {
      tail(grid, UNLIMITED, counters);
      StoreProjector store = projector(grid, UNLIMITED, 1_000_000, counters);
      assertTrue(Double.isNaN(store.retention().usedBytes()));
      assertFalse(store.retention().step());
      assertTrue(store.retention().usedBytes() > 0);
      assertLeft(grid, 0);
    }
  }

  @Test
  void shouldNotBringBackWhatWasRemoved() {
    appendBoth();
    try (Grid grid = grid()) {
      tail(grid, UNLIMITED, counters);
      projector(grid, settings(0, 80), 110 + 80, counters).retention().apply();
      assertLeft(grid, 110);
    }
    try (Grid grid = grid()) {
      assertLeft(grid, 110);
      Counters again = new Counters();
      tail(grid, UNLIMITED, again);
      assertEquals(0, again.value(CounterId.ROWS_REPAIRED));
      sql("DELETE FROM TICK WHERE TICK = 20");
      rebuild(grid, 40, 1);
      assertLeft(grid, 110);
      grid.register("store.tick").set(-1);
      grid.register("store.run").set(-1);
      Counters fromStart = new Counters();
      tail(grid, UNLIMITED, fromStart);
      assertEquals(40, fromStart.value(CounterId.TICKS_BACKLOG));
      assertEquals(40, fromStart.value(CounterId.TICKS_STORED));
      assertEquals(0, fromStart.storeLag());
      assertLeft(grid, 110);
    }
    assertTrue(errors.counts().isEmpty(), errors.counts()::toString);
  }

  private void rebuild(Grid grid, int ticks, int missing) {
    StoreProjector store = projector(grid, UNLIMITED, 0, new Counters());
    assertEquals(SECOND, store.removedRun());
    try (StoreRepair repair = store.rebuild(Journal.folder(folder))) {
      boolean isMore = true;
      while (isMore) {
        isMore = repair.step();
      }
      store.rebuilt(repair);
      assertEquals(ticks, repair.ticksRead());
      assertEquals(missing, repair.missing());
      assertEquals(0, repair.altered());
    }
  }

  @Test
  void shouldStayWithinItsBytesWhileTicksGoOn() throws IOException {
    long limit = 8L << 20;
    int ticks = 1000;
    long most = 0;
    try (Grid grid = grid();
        Journal journal = journal();
        SnapshotPool pool = new SnapshotPool(8, 64, 64)) {
      journal.begin(RandomTicks.header(FIRST));
      StoreProjector store = projector(grid, settings(limit, 0), 0, counters);
      store.liveRun(RandomTicks.header(FIRST));
      LongSupplier used = usedBytes(grid);
      JournalTailer tailer = tailer(store, settings(limit, 0), counters);
      tailer.start();
      Tick tick = new Tick(RandomTicks.SHAPE);
      for (int number = 0; number < ticks; number++) {
        offer(store, pool, number);
        append(journal, tick, number);
        counters.increment(CounterId.TICKS_JOURNALLED);
        while (counters.storeLag() > 2) {
          Thread.onSpinWait();
        }
        most = Math.max(most, used.getAsLong());
      }
      while (counters.storeLag() > 0 || used.getAsLong() > limit) {
        Thread.onSpinWait();
      }
      tailer.close();
      long fields = counters.value(CounterId.FIELDS_STORED);
      System.out.printf("%d fields of 64 KiB, at most %d KiB in use%n", fields, most >> 10);
      assertTrue(fields > ticks / 2, () -> "fields " + fields);
      assertTrue(most < limit + limit / 4, "used " + most);
      assertAllOfEachTick(grid, ticks);
    }
    long files = size(folder.resolve("grid/ignite/db/nfcs"));
    System.out.printf("files of %d KiB%n", files >> 10);
    assertTrue(files < 2 * limit, () -> "files of " + files);
    assertTrue(errors.counts().isEmpty(), errors.counts()::toString);
  }

  /**
   * Asserts that the latest ticks are left, each with its stages, and with its field if its row
   * says so.
   */
  private void assertAllOfEachTick(Grid grid, int ticks) {
    List<List<?>> rows = sql("SELECT TICK, FIELD FROM TICK ORDER BY TICK");
    long first = (long) ticks - rows.size();
    assertTrue(first > 0 && rows.size() > 10, () -> "rows " + rows.size());
    Set<String> expected =
        rows.stream()
            .filter(row -> (Boolean) row.get(1))
            .map(row -> FIRST + "/" + row.getFirst())
            .collect(Collectors.toSet());
    assertEquals(first, rows.getFirst().getFirst());
    assertEquals(expected, grid.binary("FIELD").present(expected));
    assertEquals(expected.size(), grid.binary("FIELD").count());
    assertEquals(
        rows.stream().map(row -> List.of(row.getFirst(), (long) STAGES)).toList(),
        sql("SELECT TICK, COUNT(*) FROM STAGE_TIMING GROUP BY TICK ORDER BY TICK"));
    assertEquals((ticks - rows.size()) * (1L + STAGES), counters.value(CounterId.ROWS_REMOVED));
  }

  /** The tables have no order there, and the fields sixteen partitions. */
  @Test
  void shouldPutTablesOfEarlierVersionsInOrder() {
    appendBoth();
    try (Grid grid = grid()) {
      node()
          .getOrCreateCache(
              new CacheConfiguration<>("FIELD")
                  .setDataRegionName("disk")
                  .setAffinity(new RendezvousAffinityFunction(false, 16)));
      grid.table(new TableSchema("TICK", TickTables.OF_MODEL.schema().columns(), 2));
      grid.table(new TableSchema("STAGE_TIMING", TickTables.STAGE_TIMING.columns(), 3));
      tail(grid, UNLIMITED, counters);
      putFields(grid);
    }
    try (Grid grid = grid()) {
      StoreProjector store = projector(grid, settings(0, 80), 70 + 80, counters);
      assertFalse(store.retention().step(), "nothing is removed before they are in order");
      while (!store.retention().step()) {
        Thread.onSpinWait();
      }
      store.retention().apply();
      assertLeft(grid, 70);
    }
    try (Grid grid = grid()) {
      StoreProjector store = projector(grid, settings(0, 80), 71 + 80, counters);
      while (!store.retention().step()) {
        Thread.onSpinWait();
      }
      assertLeft(grid, 71);
    }
  }

  /** A run of an earlier process, which may have ended at any point. */
  @Test
  void shouldGoOnWhereAKillHasLeftIt() {
    appendBoth();
    try (Grid grid = grid()) {
      tail(grid, UNLIMITED, counters);
      putFields(grid);
      new RemovedTicks(grid.register("store.removed_run"), grid.register("store.removed_tick"))
          .upTo(FIRST, 30);
      sql("DELETE FROM STAGE_TIMING WHERE TICK BETWEEN 3 AND 10 AND RUN = " + FIRST);
      projector(grid, settings(0, 80), 31 + 80, counters).retention().apply();
      assertLeft(grid, 31);
    }
  }

  @Test
  void shouldTryAgainWhatHasFailed() {
    appendBoth();
    try (Grid grid = grid()) {
      tail(grid, UNLIMITED, counters);
      putFields(grid);
      StoreProjector store = projector(new FlakyStore(grid), settings(0, 80), 130 + 80, counters);
      int failures = 0;
      boolean isMore = true;
      while (isMore) {
        try {
          isMore = store.retention().step();
        } catch (IllegalStateException expected) {
          failures++;
        }
      }
      assertTrue(failures > 3, "failures " + failures);
      assertLeft(grid, 130);
      assertFalse(store.isShort());
    }
  }

  private void assertLeft(Grid grid, int fromHour) {
    List<List<?>> ticks = new ArrayList<>();
    List<List<?>> stages = new ArrayList<>();
    List<String> fields = new ArrayList<>();
    List<String> lost = new ArrayList<>();
    for (int hour = 0; hour < FIRST_TICKS + SECOND_TICKS; hour++) {
      long run = hour < FIRST_TICKS ? FIRST : SECOND;
      long tick = hour < FIRST_TICKS ? hour : hour - FIRST_TICKS;
      if (hour >= fromHour) {
        ticks.add(List.of(run, tick));
        RandomTicks.SHAPE.stages().forEach(stage -> stages.add(List.of(run, tick, stage)));
      }
      (hour >= fromHour ? fields : lost).add(run + "/" + tick);
    }
    assertEquals(ticks, sql("SELECT RUN, TICK FROM TICK ORDER BY RUN, TICK"));
    assertEquals(
        stages, sql("SELECT RUN, TICK, STAGE FROM STAGE_TIMING ORDER BY RUN, TICK, STAGE"));
    assertEquals(Set.of(), grid.binary("FIELD").present(lost));
    assertEquals(grid.binary("FIELD").count(), grid.binary("FIELD").present(fields).size());
  }

  private void putFields(Grid grid) {
    for (int hour = 0; hour < FIRST_TICKS + SECOND_TICKS; hour += 10) {
      String key = hour < FIRST_TICKS ? FIRST + "/" + hour : SECOND + "/" + (hour - FIRST_TICKS);
      grid.binary("FIELD").put(key, new byte[10_000]);
    }
  }

  private static void offer(StoreProjector store, SnapshotPool pool, int number) {
    Snapshot snapshot = pool.acquire();
    if (snapshot != null) {
      store.fields().offer(number, snapshot);
      snapshot.release();
    }
  }

  private static LongSupplier usedBytes(Grid grid) {
    Table ticks = grid.table(TickTables.OF_MODEL.schema());
    Table stages = grid.table(TickTables.STAGE_TIMING);
    BinaryCache fields = grid.binary("FIELD");
    return () -> ticks.usedBytes() + stages.usedBytes() + fields.usedBytes();
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().matches(".*cache-(TICK|STAGE_TIMING|FIELD)/.*"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  private void tail(Grid grid, StoreSettings settings, Counters counts) {
    StoreProjector store = projector(grid, settings, 0, counts);
    JournalTailer tailer = tailer(store, settings, counts);
    tailer.start();
    tailer.close();
  }

  private JournalTailer tailer(StoreProjector store, StoreSettings settings, Counters counts) {
    Path journal = Journal.folder(folder);
    return new JournalTailer(
        journal,
        new JournalReader(journal),
        store,
        settings,
        new Retention(journal, JOURNAL, Clock.systemUTC()),
        new Instruments(TickClock.system(), counts, metrics, errors));
  }

  private StoreProjector projector(
      TableStore target, StoreSettings settings, int hour, Counters counts) {
    Clock clock = Clock.fixed(Instant.ofEpochMilli(hour * HOUR_MILLIS), ZoneOffset.UTC);
    return new StoreProjector(target, settings, clock, counts, errors);
  }

  private static StoreSettings settings(long maxBytes, long maxAgeHours) {
    return new StoreSettings(7, 1, 1, 60_000, 1, 4, maxBytes, maxAgeHours);
  }

  private void appendBoth() {
    try (Journal journal = journal()) {
      Tick tick = new Tick(RandomTicks.SHAPE);
      journal.begin(RandomTicks.header(FIRST));
      for (int number = 0; number < FIRST_TICKS; number++) {
        append(journal, tick, number);
      }
      journal.begin(RandomTicks.header(SECOND));
      for (int number = 0; number < SECOND_TICKS; number++) {
        append(journal, tick, number);
      }
    }
  }

  private Journal journal() {
    return Journal.open(Journal.folder(folder), JOURNAL, TickClock.system(), RandomTicks.SHAPE);
  }

  private static void append(Journal journal, Tick tick, long number) {
    long nanos = RandomTicks.header(FIRST).startNanos() + number * HOUR_NANOS;
    tick.begin(number, nanos, nanos, 0);
    journal.append(tick);
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
