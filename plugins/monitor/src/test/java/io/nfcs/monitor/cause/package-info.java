/** Ways of ticks with a known cause. */
@NullMarked
package io.nfcs.monitor.cause;

import org.jspecify.annotations.NullMarked;
