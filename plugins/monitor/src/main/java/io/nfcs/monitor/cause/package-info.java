/** Causes of late ticks: pauses, processors, stages, tiers, the journal. */
@NullMarked
package io.nfcs.monitor.cause;

import org.jspecify.annotations.NullMarked;
