/** Observers of committed ticks, each on a thread of its own that tails the journal. */
@NullMarked
package io.nfcs.pipeline.observe;

import org.jspecify.annotations.NullMarked;
