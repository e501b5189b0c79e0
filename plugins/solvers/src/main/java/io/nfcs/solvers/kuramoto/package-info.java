/**
 * Kuramoto oscillators: their stage, their coupling, its structure, and the solver.
 *
 * <p>Plain values and a solver that belongs to one thread at a time. No outside library. {@link
 * io.nfcs.solvers.kuramoto.KuramotoStage} alone knows ticks. Arrows: the risk room reads the
 * stage's snapshot; of the solvers this room uses its {@code simd} room only.
 */
@NullMarked
package io.nfcs.solvers.kuramoto;

import org.jspecify.annotations.NullMarked;
