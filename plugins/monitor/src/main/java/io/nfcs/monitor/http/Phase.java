package io.nfcs.monitor.http;

/**
 * What a connection is at; the earlier it stands here, the less is lost when it makes room for
 * another.
 */
enum Phase {
  /** Nothing, or part of a request, or what the client still sends after its last answer. */
  UNKNOWN,
  /** Waits for a request after one that was refused. */
  REFUSED,
  /** Waits for the next request. */
  IDLE,
  /** Waits for the next event. */
  STREAMING,
  /** Waits until the client takes what it was sent. */
  WRITING,
  /** A request is being answered; it is soon over and never makes room. */
  WORKING
}
