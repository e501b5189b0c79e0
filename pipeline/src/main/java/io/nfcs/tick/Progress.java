package io.nfcs.tick;

/**
 * Progress of a run according to its commit path, independent of tables and observers.
 *
 * <p><b>Units.</b> Times in nanoseconds of the ticks' clock, 0 before the first tick.
 *
 * @param ended ticks whose stages are done, with a record in the journal or without
 * @param endedNanos time of the latest of them
 * @param journalled ticks with a record
 * @param journalledNanos commit time of the latest of them
 */
public record Progress(long ended, long endedNanos, long journalled, long journalledNanos) {}
