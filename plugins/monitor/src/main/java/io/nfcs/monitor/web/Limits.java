package io.nfcs.monitor.web;

/**
 * Limits of clients.
 *
 * @param clients most connections at a time
 * @param clientsPerAddress most of them from one address
 * @param requestMillis longest time for a handshake and a whole request
 * @param idleMillis longest time between two requests
 * @param writeMillis longest time in which a client reads nothing of a response
 */
public record Limits(
    int clients, int clientsPerAddress, long requestMillis, long idleMillis, long writeMillis) {
  /** Connections beyond the limit, for the few paths that must always answer. */
  static final int RESERVE = 16;
}
