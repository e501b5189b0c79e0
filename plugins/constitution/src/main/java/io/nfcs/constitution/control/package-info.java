/**
 * Control of the next tick by a decision.
 *
 * <p>Knows {@code tick} only, no library. Used by the thread of the tick.
 */
@NullMarked
package io.nfcs.constitution.control;

import org.jspecify.annotations.NullMarked;
