package io.nfcs.tick;

/**
 * Policy for the periods that passed while the loop was late.
 *
 * <p>A period is missed when the next one is due as well. A tick that is late within its own period
 * is not a miss: it runs at once under every policy.
 */
public enum OverrunPolicy {
  /** Drop all overdue periods, count them, and wait for the next one: back in phase at once. */
  SKIP {
    @Override
    long afterMiss(long next, long due, long burstLimit) {
      return due + 1;
    }
  },
  /** Run the newest overdue period at once in place of all of them, and count the others. */
  RUN_ONCE {
    @Override
    long afterMiss(long next, long due, long burstLimit) {
      return due;
    }
  },
  /** Run the newest overdue periods one after the other, up to a limit, and count the others. */
  BURST {
    @Override
    long afterMiss(long next, long due, long burstLimit) {
      return Math.max(next, due - burstLimit + 1);
    }
  },
  /** As {@link #SKIP}; besides, the stages reduce their workload while ticks take too long. */
  DEGRADE {
    @Override
    long afterMiss(long next, long due, long burstLimit) {
      return due + 1;
    }
  };

  /**
   * Returns the first period to run after an overrun.
   *
   * @param next the period that would run next, from 0
   * @param due the last period that is due, as of {@code TickSchedule.due}; -1 for none
   * @param burstLimit most overdue periods {@link #BURST} runs, at least 1
   * @return the period to run next; all before it are missed; it may not be due yet
   */
  public long firstToRun(long next, long due, long burstLimit) {
    return due <= next ? next : afterMiss(next, due, burstLimit);
  }

  abstract long afterMiss(long next, long due, long burstLimit);
}
