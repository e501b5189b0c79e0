/**
 * What a run is measured by, and what its timings come to: lateness, tick and stage durations as
 * honest percentiles.
 *
 * <p>The only place of the pipeline that imports HdrHistogram. Fed off the tick by the reader that
 * tails the journal.
 */
@NullMarked
package io.nfcs.pipeline.timing;

import org.jspecify.annotations.NullMarked;
