/**
 * Measures of a field and a population, and the stage that judges by them: order, energy, vortices,
 * cost, risk and its levels.
 *
 * <p>Plain values and evaluators that belong to one thread at a time. No outside library. {@link
 * io.nfcs.solvers.risk.RiskStage} alone knows ticks. Arrows: this room uses the FFT of the CGL room
 * and the results of both stages before it.
 */
@NullMarked
package io.nfcs.solvers.risk;

import org.jspecify.annotations.NullMarked;
