/**
 * The mathematics of the loop as stages: {@code cgl}, {@code kuramoto} and {@code risk}.
 *
 * <p>Knows the pipeline's contracts; the rooms below hold the solvers and know nothing of ticks.
 */
@NullMarked
package io.nfcs.solvers;

import org.jspecify.annotations.NullMarked;
