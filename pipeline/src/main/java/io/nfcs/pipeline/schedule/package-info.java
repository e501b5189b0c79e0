/**
 * The schedule of ticks: absolute deadlines, the wait for them, and the handling of missed ones.
 *
 * <p>Knows {@code tick} only, no library. Used by the orchestrator's thread.
 */
@NullMarked
package io.nfcs.pipeline.schedule;

import org.jspecify.annotations.NullMarked;
