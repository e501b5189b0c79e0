package io.nfcs.lab.load;

import java.util.Set;

/** The system under load. */
interface Target extends AutoCloseable {
  /** What can be done to it. */
  Set<Operation> operations();

  /** What a user works with; the user closes it. */
  Session session(int user);

  /** Reads of the cache so far, and how many of them it could answer by itself. */
  CacheReads cacheReads();

  /**
   * How the loop fared in a span of time; waits until its ticks are in the table.
   *
   * @param fromEpochMillis beginning, in the time of day
   * @param toEpochMillis end
   */
  LoopTimes loop(long fromEpochMillis, long toEpochMillis);

  @Override
  void close();
}
