/**
 * The two-dimensional complex Ginzburg-Landau equation: its solver, its FFT and its initial fields.
 *
 * <p>Plain values and single-threaded solvers; a solver belongs to one thread at a time. No outside
 * library. Arrows: the stages in {@code io.nfcs.solvers} and the risk room use this room; this room
 * uses its {@code simd} room only.
 */
@NullMarked
package io.nfcs.solvers.cgl;

import org.jspecify.annotations.NullMarked;
