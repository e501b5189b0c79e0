package io.nfcs.tick;

/**
 * Where a finished tick is committed: the journal.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates</b> nothing. <b>Fails.</b> An exception means that
 * the tick has no record; the caller counts it and the loop goes on.
 */
@FunctionalInterface
public interface TickSink {
  /** Appends the record of a tick and stamps its commit. */
  void append(Tick tick);
}
