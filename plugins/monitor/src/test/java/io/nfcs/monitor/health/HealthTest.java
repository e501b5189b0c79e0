package io.nfcs.monitor.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.table.NodeState;
import io.nfcs.tick.Progress;
import io.nfcs.tick.RandomTicks;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.TickShape;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Counters counters = new Counters();
  private long now = -40 * SECOND;
  private Progress progress = new Progress(0, 0, 0, 0);
  private final TableProgress tables = new TableProgress(counters, () -> now);
  private NodeState node = new NodeState(NodeState.Phase.RUNNING, 0, "", 0, 0, 0);
  private final Health health =
      new Health(() -> progress, tables, () -> node, 5000, 1000, () -> now);

  @Test
  void shouldWaitForTheFirstTickAndMissItInTime() {
    now += 4 * SECOND;
    assertEquals(List.of(), health.notAlive());
    assertEquals(List.of("no tick yet"), health.notReady());
    now += 2 * SECOND;
    assertEquals(List.of("no tick for 6.0 s"), health.notAlive());
  }

  @Test
  void shouldBeAliveAndSayThatTheTablesAreStuckWhenTheyAre() {
    for (int second = 0; second < 30; second++) {
      tick(true, second < 10);
      assertEquals(List.of(), health.notAlive());
      boolean isStuck = second > 15;
      assertEquals(
          isStuck ? List.of("the tables stand still for " + (second - 10) + ".0 s") : List.of(),
          health.notReady(),
          "second " + second);
    }
    counters.add(CounterId.TICKS_STORED, 7);
    assertEquals(List.of(), health.notReady(), "behind, but they continue");
    counters.add(CounterId.TICKS_STORED, 13);
    now += 4 * SECOND;
    assertEquals(List.of(), health.notReady(), "nothing waits for them");
    assertEquals(0, tables.stillNanos());
  }

  @Test
  void shouldNotTakeARestForAStandstill() {
    tick(true, true);
    assertEquals(0, tables.stillNanos());
    now += 4 * SECOND;
    progress = new Progress(2, now, 2, now);
    counters.increment(CounterId.TICKS_JOURNALLED);
    assertEquals(0, tables.stillNanos(), "the tick has come this moment");
  }

  @Test
  void shouldTellALoopWithoutJournalFromOneThatStands() {
    tick(true, true);
    for (int second = 0; second < 6; second++) {
      tick(false, false);
    }
    assertEquals(List.of(), health.notAlive());
    assertEquals(List.of("no tick has come into the journal for 6.0 s"), health.notReady());
    now += 6 * SECOND;
    assertEquals(List.of("no tick for 6.0 s"), health.notReady());
  }

  @Test
  void shouldTellHowFarTheTablesAreBehindAndNeverLessThanNothing() {
    tick(true, true);
    counters.add(CounterId.TICKS_STORED, 2000);
    assertEquals(0, tables.lag());
    counters.add(CounterId.TICKS_JOURNALLED, 4000);
    assertEquals(List.of("the tables are 2000 ticks behind the journal"), health.notReady());
  }

  @Test
  void shouldSayWhatTheNodeIsAt() {
    tick(true, true);
    node = new NodeState(NodeState.Phase.STUCK, 12_000, "no answer within 5000 ms", 0, 1, 0);
    assertEquals(List.of(), health.notAlive());
    assertEquals(
        List.of("the node is stuck for 12 s: no answer within 5000 ms"), health.notReady());
  }

  @Test
  void shouldNotTakeALongPeriodForAStandstill() {
    TickShape shape = RandomTicks.SHAPE;
    health.onRun(new RunHeader(1, 0, 0, 60 * SECOND, shape, "", "test", Map.of()));
    tick(true, true);
    now += 100 * SECOND;
    assertEquals(List.of(), health.notAlive());
    now += 100 * SECOND;
    assertEquals(List.of("no tick for 200.0 s"), health.notAlive());
  }

  private void tick(boolean isJournalled, boolean isStored) {
    now += SECOND;
    if (isJournalled) {
      counters.increment(CounterId.TICKS_JOURNALLED);
    }
    if (isStored) {
      counters.increment(CounterId.TICKS_STORED);
    }
    progress =
        new Progress(
            progress.ended() + 1,
            now,
            progress.journalled() + (isJournalled ? 1 : 0),
            isJournalled ? now : progress.journalledNanos());
  }
}
