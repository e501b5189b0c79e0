/**
 * Kuramoto oscillators: their coupling, its structure, and the solver.
 *
 * <p>Plain values and a solver that belongs to one thread at a time. No outside library. Arrows:
 * the stages in {@code io.nfcs.solvers} use this room; this room uses its {@code simd} room only.
 */
@NullMarked
package io.nfcs.solvers.kuramoto;

import org.jspecify.annotations.NullMarked;
