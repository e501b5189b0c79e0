/**
 * The embedding: grid, journal, orchestrator, discovered stages and observers in one {@code Nfcs}.
 *
 * <p>The assembly of the pipeline module: it knows the packages below it, and none of them knows
 * it.
 */
@NullMarked
package io.nfcs.pipeline;

import org.jspecify.annotations.NullMarked;
