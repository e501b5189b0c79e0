/**
 * Replay of a journal and its comparison with the journalled digests.
 *
 * <p>Knows {@code journal}, {@code pipeline.ring} and {@code tick}; no library. The caller's thread
 * surveys, other threads execute.
 */
@NullMarked
package io.nfcs.pipeline.replay;

import org.jspecify.annotations.NullMarked;
