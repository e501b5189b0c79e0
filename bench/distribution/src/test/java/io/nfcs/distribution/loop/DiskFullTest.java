package io.nfcs.distribution.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.grid.ignite.SmallDisk;
import io.nfcs.house.Sources;
import io.nfcs.pipeline.Nfcs;
import io.nfcs.pipeline.RunSummary;
import io.nfcs.pipeline.replay.ReplayReport;
import io.nfcs.table.NodeState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A run whose disk is full for a minute, across a roll of the journal. */
@Tag("torture")
@Timeout(300)
@EnabledIf("io.nfcs.grid.ignite.SmallDisk#isPossible")
class DiskFullTest {
  private static final int MEGABYTES = 600;
  private static final int HZ = 10;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final Pattern TRACE =
      Pattern.compile("^\\s+at |Exception|Thread dump|org\\.apache\\.ignite");

  @TempDir Path folder;

  @Test
  void shouldTickOnAndHaveCompleteTablesOnceThereIsSpaceAgain() throws Exception {
    Path mount = folder.resolve("disk");
    String full = "No space left on device: " + mount.resolve("data");
    try (Printed printed = new Printed();
        SmallDisk disk = SmallDisk.mount(mount, MEGABYTES);
        Nfcs nfcs = start(mount.resolve("data"))) {
      Counters counters = nfcs.counters();
      await(() -> counters.value(CounterId.TICKS_STORED) >= 20);
      disk.fill();
      long from = counters.value(CounterId.TICKS_STARTED);
      await(() -> nfcs.grid().nodeState().phase() == NodeState.Phase.RESTARTING);
      while (counters.value(CounterId.TICKS_STARTED) < from + 60 * HZ) {
        NodeState state = nfcs.grid().nodeState();
        assertTrue(state.isRunning() || state.reason().contains(full), state::toString);
        LockSupport.parkNanos(1_000_000);
      }
      System.out.printf(
          "after a minute on a full disk: node %s, lag %d, dropped %d, missed %d%n",
          nfcs.grid().nodeState(),
          counters.storeLag(),
          counters.value(CounterId.TICKS_DROPPED),
          counters.value(CounterId.TICKS_MISSED));
      disk.free();
      long free = System.nanoTime();
      long restarts = nfcs.grid().nodeState().restarts();
      await(() -> nfcs.grid().nodeState().isRunning() && counters.storeLag() == 0);
      double back = (System.nanoTime() - free) / NANOS_PER_SECOND;
      RunSummary summary = nfcs.stop();
      System.out.printf(
          "complete after %.1f s, %d restarts before and %d in all; errors %s%n",
          back, restarts, nfcs.grid().nodeState().restarts(), summary.store());
      assertEquals("", summary.store().trouble());
      assertEquals(summary.journal().records(), summary.store().ticks());
      assertTrue(back < 30, "complete after " + back + " s");
      ReplayReport report = Nfcs.replay(mount.resolve("data"), ticks -> {});
      assertNull(report.firstDivergence());
      assertEquals(summary.ticks(), report.equal());
      assertPlain(printed.lines(), full);
    }
  }

  /** The cause is logged in lines that a person reads, without a stack trace. */
  private static void assertPlain(List<String> lines, String full) {
    String all = String.join("\n", lines);
    assertEquals(1, lines.stream().filter(line -> line.contains(full)).count(), all);
    assertTrue(lines.stream().noneMatch(TRACE.asPredicate()), all);
    assertTrue(lines.size() < 20, all);
  }

  private static Nfcs start(Path data) {
    return Nfcs.start(
        new Nfcs.Context()
            .config(Sources.ROOT.resolve("config/scenarios/reference.yaml"))
            .set("run.ticks", "0")
            .set("orchestrator.hz", Integer.toString(HZ))
            .set("grid.thin_client_port", "0")
            .set("grid.checkpoint_millis", "1000")
            .set("journal.roll", "minutely")
            .set("cgl.nx", "32")
            .set("cgl.ny", "32")
            .dataDir(data));
  }

  /** Capture of standard error, where the log goes too. */
  private static final class Printed implements AutoCloseable {
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Printed() {
      System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    }

    List<String> lines() {
      return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Override
    public void close() {
      System.setErr(before);
      before.print(bytes.toString(StandardCharsets.UTF_8));
    }
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(1_000_000);
    }
  }
}
