/**
 * The statistics of the benchmarks: intervals by bootstrap, change points in a history.
 *
 * <p>Uses no other package of the project; Commons Statistics for distributions. Every result
 * depends on its arguments only, a seed among them.
 */
@NullMarked
package io.nfcs.lab.statistics;

import org.jspecify.annotations.NullMarked;
