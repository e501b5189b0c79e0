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
   * without waiting: the tick is late by the time that this call takes.
   *
   * <p>If the ring then has no room, the tick is dropped and the next call has the same number;
   * parameters keep the values of this call.
   *
   * @param number number of the tick in its run, from 0; the first one of a resumed process is
   *     larger
   * @param input the input to fill, valid until the call returns
   */
  void fill(long number, TickInput input);
}
