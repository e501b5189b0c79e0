/**
 * The statistics of the benchmarks: intervals by bootstrap, change points in a history.
 *
 * <p>Knows nothing of ours; Commons Statistics for distributions. Every answer depends on its
 * arguments only, a seed among them.
 */
@NullMarked
package io.nfcs.lab.statistics;

import org.jspecify.annotations.NullMarked;
