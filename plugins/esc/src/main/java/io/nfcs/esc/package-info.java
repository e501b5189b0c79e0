/**
 * Tokens of a tick: their kinds, their risk, their echoes, and the field of meanings that they
 * drive.
 *
 * <p>Used by the thread of the tick. All arithmetic is in whole numbers or in a fixed order, so its
 * results are the same on every machine.
 */
@NullMarked
package io.nfcs.esc;

import org.jspecify.annotations.NullMarked;
