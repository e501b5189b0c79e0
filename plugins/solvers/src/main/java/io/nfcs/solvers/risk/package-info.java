/**
 * Measures of a field and a population: order, energy, vortices, cost, risk and its levels.
 *
 * <p>Plain values and evaluators that belong to one thread at a time. No outside library. Arrows:
 * the risk stage uses this room; this room uses the FFT of the CGL room.
 */
@NullMarked
package io.nfcs.solvers.risk;

import org.jspecify.annotations.NullMarked;
