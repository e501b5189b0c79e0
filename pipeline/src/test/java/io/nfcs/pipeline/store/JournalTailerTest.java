package io.nfcs.pipeline.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
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
import io.nfcs.table.TableStore;
import io.nfcs.tick.RandomTicks;
import io.nfcs.tick.Snapshot;
import io.nfcs.tick.SnapshotPool;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class JournalTailerTest {
  private static final JournalSettings JOURNAL =
      new JournalSettings(JournalSettings.Roll.DAILY, 65536, 0, 0, 0);
  private static final StoreSettings STORE = new StoreSettings(7, 1, 1, 60_000, 1, 4, 0, 0);

  @TempDir Path folder;

  private final Counters counters = new Counters();
  private final Metrics metrics = new Metrics();
  private final ErrorLog errors = new ErrorLog();

  @Test
  void shouldTellOfEachDamageOnceInASentence() throws IOException {
    try (Grid grid = grid()) {
      append(1, 25);
      Path foreign = Files.writeString(Journal.folder(folder).resolve("foo.cq4"), "not ours");
      tail(grid);
      tail(grid);
      assertEquals(
          Set.of("journal " + foreign + " at 0: not a file of the journal"),
          errors.counts().keySet());
    }
  }

  @Test
  void shouldStoreEachTickOnceHoweverOftenItStartsAgain() {
    try (Grid grid = grid()) {
      append(1, 25);
      tail(grid);
      assertEquals(25, grid.table(TickTables.OF_MODEL.schema()).count());
      append(2, 5);
      tail(grid);
      tail(grid);
      assertEquals(30, grid.table(TickTables.OF_MODEL.schema()).count());
      assertEquals(90, grid.table(TickTables.STAGE_TIMING).count());
      assertEquals(30, counters.value(CounterId.TICKS_STORED));
      grid.register("store.tick").set(-1);
      grid.register("store.run").set(-1);
      tail(grid);
      assertEquals(
          30, grid.table(TickTables.OF_MODEL.schema()).count(), "applied twice is applied once");
    }
  }

  @Test
  void shouldStoreAJournalThatTookThePlaceOfAnother() throws IOException {
    try (Grid grid = grid()) {
      append(1, 25);
      tail(grid);
      try (Stream<Path> files = Files.walk(Journal.folder(folder))) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
      append(2, 5);
      tail(grid);
      append(3, 4);
      tail(grid);
      assertEquals(34, grid.table(TickTables.OF_MODEL.schema()).count());
    }
  }

  @Test
  void shouldTellAMiscountOfTicksOnTheirWayToTheTables() {
    try (Grid grid = grid()) {
      append(1, 25);
      tail(grid);
      assertEquals(0, residue());
      for (CounterId id :
          List.of(CounterId.TICKS_BACKLOG, CounterId.TICKS_JOURNALLED, CounterId.TICKS_STORED)) {
        for (int by : new int[] {1, -1}) {
          counters.add(id, by);
          tail(grid);
          assertEquals(1, residue(), id + " by " + by);
          counters.add(id, -by);
          tail(grid);
          assertEquals(0, residue());
        }
      }
    }
  }

  @Test
  void shouldAskAStoreAgainThatFailed() {
    append(1, 20);
    try (Grid grid = grid()) {
      tail(new FlakyStore(grid));
      assertEquals(20, grid.table(TickTables.OF_MODEL.schema()).count());
      assertTrue(counters.value(CounterId.STORE_RETRIES) >= 3);
    }
  }

  /** The folder is missing as soon as the tailer has found its place. */
  @Test
  void shouldStoreEveryTickWhereTheJournalCannotBeReadToItsEndAtTheStart() throws IOException {
    append(1, 25);
    Path journal = Journal.folder(folder);
    Path away = folder.resolve("away");
    try (Grid grid = grid();
        JournalReader header = new JournalReader(journal)) {
      assertEquals(JournalReader.Entry.RUN, header.next());
      new StoreProjector(grid, STORE, Clock.systemUTC(), counters, errors)
          .begin(header.run(), header.index());
      Set<String> told = new HashSet<>();
      TableStore target =
          new ObservedStore(
              grid,
              what -> {
                if (!told.add(what) && what.equals("table TICK") && !Files.exists(away)) {
                  move(journal, away);
                }
              });
      StoreProjector store = new StoreProjector(target, STORE, Clock.systemUTC(), counters, errors);
      JournalTailer tailer = tailer(new JournalReader(journal), store);
      tailer.start();
      assertTrue(Files.exists(away));
      assertEquals(25, counters.value(CounterId.TICKS_BACKLOG));
      move(away, journal);
      tailer.close();
      assertEquals(25, grid.table(TickTables.OF_MODEL.schema()).count());
      assertEquals(25, counters.value(CounterId.TICKS_STORED));
      assertEquals(
          Set.of(
              "reader of the journal: java.io.UncheckedIOException:"
                  + " java.nio.file.NoSuchFileException: "
                  + journal),
          errors.counts().keySet());
      assertEquals(0, residue());
    }
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldStoreFieldsAsTheirLayoutSays() {
    append(7, 3);
    try (Grid grid = grid();
        SnapshotPool pool = new SnapshotPool(2, 2, 4)) {
      StoreProjector store = new StoreProjector(grid, STORE, Clock.systemUTC(), counters, errors);
      store.liveRun(RandomTicks.header(7));
      Snapshot snapshot = Objects.requireNonNull(pool.acquire());
      for (int i = 0; i < 16; i++) {
        snapshot.memory().setAtIndex(ValueLayout.JAVA_DOUBLE, i, i + 0.25);
      }
      assertTrue(store.fields().offer(1, snapshot));
      snapshot.release();
      JournalTailer tailer = tailer(new JournalReader(Journal.folder(folder)), store);
      tailer.start();
      tailer.close();
      byte[] value = grid.binary("FIELD").get("7/1");
      assertNotNull(value);
      ByteBuffer buffer = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
      assertEquals(0x444C464E, buffer.getInt(), "NFLD");
      assertEquals(1, buffer.getInt());
      assertEquals(2, buffer.getInt());
      assertEquals(4, buffer.getInt());
      assertEquals(7, buffer.getLong());
      assertEquals(1, buffer.getLong());
      for (int i = 0; i < 16; i++) {
        assertEquals(i + 0.25, buffer.getDouble());
      }
      assertEquals(0, buffer.remaining());
    }
  }

  /** Such as of a node that does not answer; the queue of the fields is that thread's meanwhile. */
  @Test
  void shouldLeaveTheFieldsToAThreadThatHasNotEnded() throws InterruptedException {
    append(7, 3);
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    StoreSettings impatient = new StoreSettings(7, 1, 1, 1, 1, 4, 0, 0);
    try (Grid grid = grid();
        SnapshotPool pool = new SnapshotPool(1, 2, 4)) {
      TableStore target =
          new ObservedStore(
              grid,
              what -> {
                if (what.equals("set store.run")) {
                  reached.countDown();
                  await(answer);
                }
              });
      StoreProjector store =
          new StoreProjector(target, impatient, Clock.systemUTC(), counters, errors);
      Snapshot snapshot = Objects.requireNonNull(pool.acquire());
      assertTrue(store.fields().offer(1, snapshot));
      snapshot.release();
      JournalTailer tailer = tailer(new JournalReader(Journal.folder(folder)), store, impatient);
      tailer.start();
      reached.await();
      tailer.close();
      assertNull(pool.acquire());
      answer.countDown();
      tailer.close();
      assertNotNull(pool.acquire());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private double residue() {
    return metrics.all().getLast().value().getAsDouble();
  }

  private void tail(TableStore target) {
    StoreProjector store = new StoreProjector(target, STORE, Clock.systemUTC(), counters, errors);
    JournalTailer tailer = tailer(new JournalReader(Journal.folder(folder)), store);
    tailer.start();
    tailer.close();
  }

  private JournalTailer tailer(JournalReader reader, StoreProjector store) {
    return tailer(reader, store, STORE);
  }

  private JournalTailer tailer(JournalReader reader, StoreProjector store, StoreSettings settings) {
    Retention retention = new Retention(Journal.folder(folder), JOURNAL, Clock.systemUTC());
    return new JournalTailer(
        Journal.folder(folder),
        reader,
        store,
        settings,
        retention,
        new Instruments(TickClock.system(), counters, metrics, errors));
  }

  private void append(long run, int ticks) {
    RandomTicks random = new RandomTicks(run);
    try (Journal journal =
        Journal.open(Journal.folder(folder), JOURNAL, TickClock.system(), RandomTicks.SHAPE)) {
      journal.begin(RandomTicks.header(run));
      Tick tick = new Tick(RandomTicks.SHAPE);
      for (long number = 0; number < ticks; number++) {
        random.fill(tick, number);
        journal.append(tick);
      }
    }
  }

  private Grid grid() {
    return Grid.start(
        folder.resolve("grid"),
        NfcsConfig.parse("test", "grid: {thin_client_port: 0, disk_bytes: 64MiB}"));
  }
}
