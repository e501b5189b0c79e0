/**
 * Measurements: suite, virtual users, replay, tuning, traces, and their reports.
 *
 * <p>Knows all modules except the benchmarks by JMH, which know it.
 */
@NullMarked
package io.nfcs.lab;

import org.jspecify.annotations.NullMarked;
