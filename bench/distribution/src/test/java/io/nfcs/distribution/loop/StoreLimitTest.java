package io.nfcs.distribution.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.grid.Grid;
import io.nfcs.house.Sources;
import io.nfcs.lab.FreePort;
import io.nfcs.pipeline.Nfcs;
import io.nfcs.pipeline.RunSummary;
import io.nfcs.pipeline.replay.ReplayReport;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.ignite.Ignition;
import org.apache.ignite.cache.query.SqlFieldsQuery;
import org.apache.ignite.client.IgniteClient;
import org.apache.ignite.configuration.ClientConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run of fifteen minutes whose tables and fields have 64 MiB, a fraction of what it writes. For
 * another length: {@code -Dnfcs.store.limit.seconds=120}.
 */
@Tag("torture")
@Timeout(1800)
class StoreLimitTest {
  private static final int HZ = 50;
  private static final long SECONDS = Long.getLong("nfcs.store.limit.seconds", 900);
  private static final long MIB = 1 << 20;
  private static final long LIMIT = 64 * MIB;

  @TempDir Path folder;

  @Test
  void shouldKeepTheDataFolderBoundedAndLoseNothingElse() throws Exception {
    int port = FreePort.find();
    long mostTables = 0;
    long mostAll = 0;
    try (Nfcs nfcs = start(port);
        IgniteClient client =
            Ignition.startClient(new ClientConfiguration().setAddresses("127.0.0.1:" + port))) {
      while (!nfcs.await(Duration.ofSeconds(1))) {
        mostTables = Math.max(mostTables, size(StoreLimitTest::isOfStore));
        mostAll = Math.max(mostAll, size(file -> !isOfJournal(file)));
        assertTrue(count(client, "TICK") > 0, "the tables answer");
      }
      awaitRest(nfcs.counters());
      assertWhole(client, nfcs.counters());
      RunSummary summary = nfcs.stop();
      assertEquals("", summary.store().trouble());
      assertEquals(0, summary.store().lag());
      assertEquals(0, summary.journal().dropped());
      assertEquals(List.of(), summary.journal().damages());
      assertEquals(summary.ticks(), summary.journal().records());
      assertEquals(0, nfcs.counters().value(CounterId.ROWS_REPAIRED));
    }
    System.out.printf(
        "%d s at %d Hz, store.max_bytes 64 MiB: files of the store at most %d MiB, data folder"
            + " without the journal at most %d MiB, journal %d MiB%n",
        SECONDS, HZ, mostTables / MIB, mostAll / MIB, size(StoreLimitTest::isOfJournal) / MIB);
    assertTrue(mostTables < LIMIT + LIMIT / 2, "files of the store: " + mostTables);
    assertTrue(mostAll < LIMIT + LIMIT / 2 + Grid.logBytes() + 32 * MIB, "folder: " + mostAll);
    ReplayReport report = Nfcs.replay(folder, ticks -> {});
    assertNull(report.firstDivergence());
    assertEquals(SECONDS * HZ, report.equal());
  }

  /** Waits until all ticks are stored, and then until none was removed for a while. */
  private static void awaitRest(Counters counters) {
    long removed = -1;
    while (counters.storeLag() > 0 || counters.value(CounterId.ROWS_REMOVED) != removed) {
      removed = counters.value(CounterId.ROWS_REMOVED);
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
    }
  }

  /**
   * The latest ticks are there without a gap, each with its stages, and its field if it has one.
   */
  private static void assertWhole(IgniteClient client, Counters counters) {
    List<?> ticks = sql(client, "SELECT COUNT(*), MIN(TICK), MAX(TICK) FROM TICK").getFirst();
    long count = (Long) ticks.getFirst();
    long first = (Long) ticks.get(1);
    System.out.printf("%d ticks left, from %d to %d%n", count, first, (Long) ticks.getLast());
    assertEquals(SECONDS * HZ - 1, ticks.getLast());
    assertEquals(SECONDS * HZ - first, count);
    assertTrue(first > 0, "nothing was removed");
    List<List<?>> stages =
        sql(client, "SELECT STAGE, COUNT(*), MIN(TICK) FROM STAGE_TIMING GROUP BY STAGE");
    stages.forEach(stage -> assertEquals(List.of(count, first), stage.subList(1, 3)));
    long fields =
        counters.value(CounterId.FIELDS_STORED) - counters.value(CounterId.FIELDS_REMOVED);
    assertTrue(counters.value(CounterId.FIELDS_REMOVED) > 0, "no field was removed");
    List<List<?>> withField = sql(client, "SELECT RUN, TICK FROM TICK WHERE FIELD");
    assertEquals(fields, withField.size());
    withField.forEach(
        row -> assertTrue(client.cache("FIELD").containsKey(row.get(0) + "/" + row.get(1))));
  }

  private Nfcs start(int port) {
    return Nfcs.start(
        new Nfcs.Context()
            .config(Sources.ROOT.resolve("config/scenarios/steady.yaml"))
            .set("run.ticks", Long.toString(SECONDS * HZ))
            .set("orchestrator.hz", Integer.toString(HZ))
            .set("store.max_bytes", "64MiB")
            .set("grid.checkpoint_millis", "10000")
            .set("grid.thin_client_port", Integer.toString(port))
            .dataDir(folder));
  }

  private long size(Predicate<Path> wanted) throws IOException {
    Sizes sizes = new Sizes(wanted);
    Files.walkFileTree(folder, sizes);
    return sizes.bytes;
  }

  /** Sizes of files, some of which may disappear meanwhile. */
  private static final class Sizes extends SimpleFileVisitor<Path> {
    private final Predicate<Path> wanted;
    private long bytes;

    Sizes(Predicate<Path> wanted) {
      this.wanted = wanted;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      bytes += wanted.test(file) ? attributes.size() : 0;
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException gone) {
      return FileVisitResult.CONTINUE;
    }
  }

  private static boolean isOfStore(Path file) {
    return file.toString().matches(".*cache-(TICK|STAGE_TIMING|FIELD)/.*");
  }

  private static boolean isOfJournal(Path file) {
    return file.toString().contains("/journal/");
  }

  private static long count(IgniteClient client, String table) {
    return (Long) sql(client, "SELECT COUNT(*) FROM " + table).getFirst().getFirst();
  }

  private static List<List<?>> sql(IgniteClient client, String text) {
    return client.query(new SqlFieldsQuery(text)).getAll();
  }
}
