/** Whether a run is alive and ready, and why not. */
@NullMarked
package io.nfcs.monitor.health;

import org.jspecify.annotations.NullMarked;
