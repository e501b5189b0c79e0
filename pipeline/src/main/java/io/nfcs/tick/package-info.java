/**
 * The tick and its contracts: what a stage gets, what an observer sees, how the stages are ordered.
 *
 * <p>Contracts and values only; no library but Agrona. Knows {@code memory}, {@code counters} and
 * {@code config} of the grid; everything else of the pipeline knows this package.
 */
@NullMarked
package io.nfcs.tick;

import org.jspecify.annotations.NullMarked;
