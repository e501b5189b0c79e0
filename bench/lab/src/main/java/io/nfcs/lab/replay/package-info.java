/**
 * The replay benchmark: the ticks of a journal, executed again by a base and a candidate in JVMs of
 * their own, and a verdict on the difference.
 *
 * <p>Knows {@code pipeline} and {@code bench.statistics}; HdrHistogram for raw samples. The
 * caller's thread.
 */
@NullMarked
package io.nfcs.lab.replay;

import org.jspecify.annotations.NullMarked;
