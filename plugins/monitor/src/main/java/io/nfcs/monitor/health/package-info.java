/** Health of a run: alive and ready, with reasons. */
@NullMarked
package io.nfcs.monitor.health;

import org.jspecify.annotations.NullMarked;
