package io.nfcs.monitor.health;

import io.nfcs.table.NodeState;
import io.nfcs.tick.Progress;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Health of a run: alive (no restart needed) and ready (results are reliable), with the reasons if
 * not. The reasons name the stuck part: the loop, the journal or the tables.
 *
 * <p><b>Threads.</b> Ticks by one thread, answers by any.
 */
public final class Health {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int SLOW_PERIODS = 3;

  private final Supplier<Progress> progress;
  private final TableProgress tables;
  private final Supplier<NodeState> node;
  private final long maxLagTicks;
  private final LongSupplier nowNanos;
  private final long createdNanos;
  private volatile long stallNanos;
  private volatile boolean hasFailed;

  /**
   * Creates the health of a run that begins now.
   *
   * @param progress progress of the run's commit path
   * @param tables progress of the tables
   * @param node state of the node
   * @param stallMillis longest time without a tick
   * @param maxLagTicks most ticks by which the tables may be behind
   * @param nowNanos the ticks' clock
   */
  public Health(
      Supplier<Progress> progress,
      TableProgress tables,
      Supplier<NodeState> node,
      long stallMillis,
      long maxLagTicks,
      LongSupplier nowNanos) {
    this.progress = progress;
    this.tables = tables;
    this.node = node;
    this.maxLagTicks = maxLagTicks;
    this.nowNanos = nowNanos;
    stallNanos = TimeUnit.MILLISECONDS.toNanos(stallMillis);
    createdNanos = nowNanos.getAsLong();
  }

  /** Begins a run; long periods do not count as stalls. */
  public void onRun(RunHeader header) {
    stallNanos = Math.max(stallNanos, SLOW_PERIODS * header.periodNanos());
  }

  /** Notes a tick in the journal. */
  public void onTick(Tick tick) {
    hasFailed = tick.hasFailed();
  }

  /** Returns the reasons why the run is not alive; empty if it is. */
  public List<String> notAlive() {
    Progress now = progress.get();
    return stalled("no tick for %.1f s", now.ended() == 0 ? createdNanos : now.endedNanos());
  }

  /** Returns the reasons why the run is not ready; empty if it is. */
  public List<String> notReady() {
    List<String> reasons = new ArrayList<>(notAlive());
    Progress now = progress.get();
    if (now.ended() == 0) {
      reasons.add("no tick yet");
    } else if (reasons.isEmpty()) {
      reasons.addAll(
          stalled(
              "no tick has come into the journal for %.1f s",
              now.journalled() == 0 ? createdNanos : now.journalledNanos()));
    }
    if (hasFailed) {
      reasons.add("a stage failed on the latest tick");
    }
    if (tables.lag() > maxLagTicks) {
      reasons.add("the tables are " + tables.lag() + " ticks behind the journal");
    }
    long still = tables.stillNanos();
    if (still > stallNanos) {
      reasons.add(seconds("the tables stand still for %.1f s", still));
    }
    NodeState state = node.get();
    if (!state.isRunning()) {
      reasons.add("the node is " + state);
    }
    return reasons;
  }

  private List<String> stalled(String reason, long sinceNanos) {
    long since = nowNanos.getAsLong() - sinceNanos;
    return since <= stallNanos ? List.of() : List.of(seconds(reason, since));
  }

  private static String seconds(String reason, long nanos) {
    return String.format(Locale.ROOT, reason, nanos / NANOS_PER_SECOND);
  }
}
