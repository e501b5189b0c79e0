/**
 * Executes a journal again and compares it with what is journalled.
 *
 * <p>Knows {@code journal}, {@code pipeline.ring} and {@code tick}; no library. The caller's thread
 * surveys, others execute.
 */
@NullMarked
package io.nfcs.pipeline.replay;

import org.jspecify.annotations.NullMarked;
