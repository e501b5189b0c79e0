/**
 * The two-dimensional complex Ginzburg-Landau equation: its stage, its solver, its FFT and its
 * initial fields.
 *
 * <p>Plain values and single-threaded solvers; a solver belongs to one thread at a time. No outside
 * library. {@link io.nfcs.solvers.cgl.CglStage} alone knows ticks. Arrows: the risk room uses this
 * room; of the solvers this room uses its {@code simd} room only.
 */
@NullMarked
package io.nfcs.solvers.cgl;

import org.jspecify.annotations.NullMarked;
