package io.nfcs.tick;

/** What happens to the periods that passed while a tick was late. */
public enum OverrunPolicy {
  /** Drop the missed periods, count them, and realign with the schedule. */
  SKIP,
  /** Run one tick at once for all missed periods, count the others, then realign. */
  RUN_ONCE,
  /** Run missed periods one after the other, at most so many, drop and count the rest. */
  BURST
}
