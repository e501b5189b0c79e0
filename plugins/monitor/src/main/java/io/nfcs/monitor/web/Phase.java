package io.nfcs.monitor.web;

/**
 * Phase of a connection; the earlier constants lose less when the connection makes room for
 * another.
 */
enum Phase {
  /** No request, a part of one, or input after the last response. */
  UNKNOWN,
  /** Waiting for a request after a refused one. */
  REFUSED,
  /** Waiting for the next request. */
  IDLE,
  /** Waiting for the next event. */
  STREAMING,
  /** Waiting until the client reads the response. */
  WRITING,
  /** Answering a request, which is short and never makes room. */
  WORKING
}
