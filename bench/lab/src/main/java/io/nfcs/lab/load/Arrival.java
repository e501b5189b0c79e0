package io.nfcs.lab.load;

/**
 * One operation of a user that is due.
 *
 * @param intendedNanos time at which it is due
 * @param operation operation to perform
 * @param key key it works on, from 0, the most popular first
 */
record Arrival(long intendedNanos, Operation operation, long key) {}
