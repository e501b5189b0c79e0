/**
 * The tick and its contracts: the context of a stage, the view of an observer, the order of the
 * stages.
 *
 * <p>Contracts and values only; Agrona is the only library. Knows {@code memory}, {@code counters}
 * and {@code config} of the grid; all other packages of the pipeline know this one.
 */
@NullMarked
package io.nfcs.tick;

import org.jspecify.annotations.NullMarked;
