package io.nfcs.tick;

/**
 * Receiver of finished ticks, which commits them: the journal.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates</b> nothing. <b>Fails.</b> An exception means that
 * the tick has no record; the caller counts it and the loop continues.
 */
@FunctionalInterface
public interface TickSink {
  /**
   * Appends the record of a tick and stamps its commit. The tick is borrowed until the call
   * returns.
   *
   * @throws RuntimeException if the tick has no record; its commit may be stamped all the same
   */
  void append(Tick tick);
}
