package io.nfcs.tick;

/**
 * Source of the inputs of the ticks: a host, a scenario or a journal.
 *
 * <p><b>Threads.</b> Called by the orchestrator's thread only. <b>Fails.</b> An exception fails the
 * run, since a tick without its inputs cannot be reproduced.
 */
@FunctionalInterface
public interface InputSource {
  /**
   * Fills the input of a tick. On entry it holds the parameters of the tick before, empty payloads
   * and the control intent in force; the source changes some of them, without allocating and
   * without waiting.
   *
   * @param number number of the tick in its run, from 0
   * @param input the input to fill
   */
  void fill(long number, TickInput input);
}
