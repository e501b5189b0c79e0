/**
 * Measurements, a package each with its command of {@code nfcs}: suite, virtual users, replay,
 * tuning, traces, texts; and their pages.
 *
 * <p>Knows all modules except the benchmarks by JMH, which know it.
 */
@NullMarked
package io.nfcs.lab;

import org.jspecify.annotations.NullMarked;
