package io.nfcs.distribution.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.grid.ignite.BlockedNode;
import io.nfcs.house.Sources;
import io.nfcs.pipeline.Nfcs;
import io.nfcs.pipeline.RunSummary;
import io.nfcs.table.NodeState.Phase;
import io.nfcs.tick.InputSource;
import io.nfcs.tick.TickInput;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.ignite.Ignition;
import org.apache.ignite.failure.FailureContext;
import org.apache.ignite.failure.FailureType;
import org.apache.ignite.internal.IgniteEx;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A loop whose stage and inputs use caches on every tick, and a node that does not answer. */
@Isolated("it blocks every node of the JVM")
@Timeout(240)
class BlockedNodeTest {
  private static final double NANOS_PER_SECOND = 1e9;

  @TempDir Path folder;

  @Test
  void shouldTickOnWhileEveryOperationOfTheNodeIsBlocked() throws Exception {
    try (Nfcs nfcs = start("50", "1000")) {
      Counters counters = nfcs.counters();
      await(() -> counters.value(CounterId.TICKS_STORED) >= 50);
      try (BlockedNode _ = BlockedNode.block()) {
        long from = counters.value(CounterId.TICKS_JOURNALLED);
        await(() -> nfcs.grid().nodeState().phase() == Phase.STUCK);
        await(() -> counters.value(CounterId.TICKS_JOURNALLED) >= from + 150);
      }
      await(() -> nfcs.grid().nodeState().isRunning());
      await(() -> counters.storeLag() < 50);
      RunSummary summary = nfcs.stop();
      assertInOrder(summary);
      assertEquals("", summary.store().trouble());
    }
  }

  @Test
  void shouldTickOnAndStopInTimeWhenTheNodeHasStopped() throws Exception {
    try (Nfcs nfcs = start("50", "1000")) {
      Counters counters = nfcs.counters();
      await(() -> counters.value(CounterId.TICKS_STORED) >= 50);
      failNode();
      await(() -> nfcs.grid().nodeState().phase() == Phase.RESTARTING);
      await(() -> nfcs.grid().nodeState().isRunning());
      await(() -> counters.storeLag() < 50);
      failNode();
      await(() -> nfcs.grid().nodeState().phase() == Phase.RESTARTING);
      RunSummary summary = nfcs.stop();
      assertEquals(0, counters.value(CounterId.TICKS_FAILED));
      assertEquals(0, summary.journal().dropped());
      assertEquals(summary.ticks(), summary.journal().records());
      assertTrue(
          summary.store().trouble().startsWith("the node is restarting for"),
          summary.store()::trouble);
      assertTrue(
          summary.store().trouble().contains(": No space left on device: " + folder),
          summary.store()::trouble);
    }
    try (Nfcs next = start("50", "1000")) {
      await(() -> next.counters().value(CounterId.TICKS_JOURNALLED) > 10);
      RunSummary summary = next.stop();
      assertEquals(0, summary.store().lag());
      assertEquals(summary.journal().records(), summary.store().ticks());
    }
  }

  /**
   * Prints the missed periods of an undisturbed minute, and of one in which the node does not
   * answer.
   */
  @Test
  @Tag("torture")
  void shouldMissNothingMoreInAMinuteThatTheNodeIsBlocked() throws Exception {
    try (Nfcs nfcs = start("10", "5000")) {
      Counters counters = nfcs.counters();
      await(() -> counters.value(CounterId.TICKS_STORED) >= 20);
      long calm = missedInAMinute(nfcs);
      CachingStage.ANSWERS.clear();
      long blocked;
      try (BlockedNode _ = BlockedNode.block()) {
        blocked = missedInAMinute(nfcs);
      }
      System.out.printf("look-ups within a budget: %s%n", CachingStage.ANSWERS);
      long free = System.nanoTime();
      await(() -> nfcs.grid().nodeState().isRunning() && counters.storeLag() < 20);
      double back = (System.nanoTime() - free) / NANOS_PER_SECOND;
      RunSummary summary = nfcs.stop();
      System.out.printf(
          "missed in an undisturbed minute %d, in a blocked one %d, dropped %d; back after %.1f"
              + " s%n",
          calm, blocked, summary.journal().dropped(), back);
      assertInOrder(summary);
      assertTrue(blocked <= calm, "missed " + blocked);
      assertTrue(back < 10, "back after " + back + " s");
    }
  }

  private static long missedInAMinute(Nfcs nfcs) throws InterruptedException {
    long before = nfcs.counters().value(CounterId.TICKS_MISSED);
    nfcs.await(Duration.ofMinutes(1));
    return nfcs.counters().value(CounterId.TICKS_MISSED) - before;
  }

  private static void assertInOrder(RunSummary summary) {
    assertEquals(0, summary.journal().dropped());
    summary.stages().values().forEach(stage -> assertEquals(0, stage.failures()));
    assertEquals(0, summary.store().lag());
    assertEquals(summary.journal().records(), summary.store().ticks());
  }

  private Nfcs start(String hz, String operationMillis) {
    Inputs inputs = new Inputs();
    Nfcs nfcs =
        Nfcs.start(
            new Nfcs.Context()
                .config(Sources.ROOT.resolve("config/scenarios/reference.yaml"))
                .set("run.ticks", "0")
                .set("orchestrator.hz", hz)
                .set("pipeline.stages", "{caching: []}")
                .set("grid.thin_client_port", "0")
                .set("grid.operation_millis", operationMillis)
                .inputs(inputs)
                .dataDir(folder));
    inputs.cache = nfcs.grid().tickCache(CacheSpec.of("inputs", Codec.number(), Codec.bytes()));
    return nfcs;
  }

  private static void failNode() {
    ((IgniteEx) Ignition.allGrids().getFirst())
        .context()
        .failure()
        .process(
            new FailureContext(
                FailureType.CRITICAL_ERROR, new IOException("No space left on device")));
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Inputs that are looked up and put on the tick. */
  private static final class Inputs implements InputSource {
    private volatile @Nullable TieredCache<Long, byte[]> cache;

    @Override
    public void fill(long number, TickInput input) {
      TieredCache<Long, byte[]> known = cache;
      if (known != null) {
        known.get(number);
        known.put(number, new byte[8]);
      }
    }
  }
}
