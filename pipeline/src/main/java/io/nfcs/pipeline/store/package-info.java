/**
 * The projection of the journal into the grid's tables, and the reader that feeds it.
 *
 * <p>Knows {@code journal}, {@code tick} and the grid's {@code table} contracts; no library. One
 * thread of its own, off the tick.
 */
@NullMarked
package io.nfcs.pipeline.store;

import org.jspecify.annotations.NullMarked;
