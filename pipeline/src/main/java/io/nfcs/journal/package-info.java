/**
 * The journal: one record per tick, one header per run, and their reader.
 *
 * <p>The only package that imports Chronicle and the codecs generated from the schema. Knows {@code
 * tick}. Appending belongs to the committing thread; each reader has its own thread.
 */
@NullMarked
package io.nfcs.journal;

import org.jspecify.annotations.NullMarked;
