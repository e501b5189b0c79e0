package io.nfcs.table;

import java.util.Locale;

/**
 * State of the node that holds tables and regions.
 *
 * @param phase phase of the node
 * @param forMillis time since the phase began
 * @param reason reason why it does not run, empty if it does
 * @param restarts number of restarts of the node in this process
 * @param overdueCalls calls that were not answered in time
 * @param refusedCalls calls that were refused at once, since the node did not run
 */
public record NodeState(
    Phase phase,
    long forMillis,
    String reason,
    long restarts,
    long overdueCalls,
    long refusedCalls) {
  /** Phase of a node. */
  public enum Phase {
    /** Running: the node answers. */
    RUNNING,
    /** Stuck: the node has not answered a call in time, nor since. */
    STUCK,
    /** Restarting: the node has stopped and is being started again. */
    RESTARTING,
    /** Closed: the node was stopped on purpose. */
    CLOSED
  }

  /** Returns whether calls may be answered. */
  public boolean isRunning() {
    return phase == Phase.RUNNING;
  }

  /** Returns the state as a sentence, such as {@code stuck for 12 s: no answer within 5000 ms}. */
  @Override
  public String toString() {
    String what = phase.name().toLowerCase(Locale.ROOT);
    return isRunning() ? what : what + " for " + forMillis / 1000 + " s: " + reason;
  }
}
