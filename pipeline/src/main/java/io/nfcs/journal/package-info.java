/**
 * The journal: one record a tick, one header a run, and the one reader of both.
 *
 * <p>The only place that imports Chronicle and the codecs generated from the schema. Knows {@code
 * tick}. Appending belongs to the committing thread; every reader belongs to its own thread.
 */
@NullMarked
package io.nfcs.journal;

import org.jspecify.annotations.NullMarked;
