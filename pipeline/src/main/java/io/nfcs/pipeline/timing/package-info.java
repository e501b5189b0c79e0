/**
 * Instruments of a run and the results of its timings: lateness, tick and stage durations as
 * percentiles.
 *
 * <p>The only package of the pipeline that imports HdrHistogram. Fed off the tick by the reader
 * that tails the journal.
 */
@NullMarked
package io.nfcs.pipeline.timing;

import org.jspecify.annotations.NullMarked;
