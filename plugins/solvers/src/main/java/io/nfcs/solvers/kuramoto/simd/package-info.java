/**
 * The inner loops of the Kuramoto room: sine and cosine, row sums, Runge-Kutta stages.
 *
 * <p>Stateless, any thread. The only package of the room that knows {@code jdk.incubator.vector};
 * the scalar twin gives the same bits. Arrows: used by the Kuramoto room only, uses nothing.
 */
@NullMarked
package io.nfcs.solvers.kuramoto.simd;

import org.jspecify.annotations.NullMarked;
