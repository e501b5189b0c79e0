package io.nfcs.lab.load;

/**
 * One operation of a user that is due.
 *
 * @param intendedNanos when
 * @param operation what
 * @param key on which key, from 0, the most popular first
 */
record Arrival(long intendedNanos, Operation operation, long key) {}
