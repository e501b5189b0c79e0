package io.nfcs.lab.load;

import java.util.Set;

/** The system under load. */
interface Target extends AutoCloseable {
  /** Returns the operations that the system offers. */
  Set<Operation> operations();

  /** Returns the session of a user, to be closed by the caller. */
  Session session(int user);

  /** Returns the reads of the cache so far, and how many of them it could answer by itself. */
  CacheReads cacheReads();

  /**
   * Returns the times of the loop in a span of time; waits until its ticks are in the table.
   *
   * @param fromEpochMillis beginning, in the time of day
   * @param toEpochMillis end
   */
  LoopTimes loop(long fromEpochMillis, long toEpochMillis);

  @Override
  void close();
}
