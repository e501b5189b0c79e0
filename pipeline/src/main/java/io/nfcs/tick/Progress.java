package io.nfcs.tick;

/**
 * How far a run has come, as its commit path tells: true whatever becomes of tables and observers.
 *
 * <p><b>Units.</b> Times in nanoseconds of the ticks' clock, 0 before the first tick.
 *
 * @param ended ticks whose stages are done, with a record in the journal or without
 * @param endedNanos when the latest of them was
 * @param journalled ticks with a record
 * @param journalledNanos when the latest of them was committed
 */
public record Progress(long ended, long endedNanos, long journalled, long journalledNanos) {}
