package io.nfcs.lab.suite;

import java.time.Instant;
import java.util.Map;

/**
 * A run of the suite, as stored in the history.
 *
 * @param at time at which it began
 * @param codeVersion version and commit of the code
 * @param environment fingerprint of machine and JVM
 * @param values values by name
 */
record HistoryEntry(
    Instant at, String codeVersion, Map<String, String> environment, Map<String, Double> values) {}
