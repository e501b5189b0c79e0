/**
 * The inner loops of the CGL room: butterflies, spectral product and cubic flow on panels.
 *
 * <p>Stateless, any thread. The only package of the room that knows {@code jdk.incubator.vector};
 * the scalar twin gives the same bits. Arrows: used by the CGL room only, uses nothing.
 */
@NullMarked
package io.nfcs.solvers.cgl.simd;

import org.jspecify.annotations.NullMarked;
