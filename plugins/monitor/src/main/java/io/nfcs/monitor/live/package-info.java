/** Contents of the page: the latest ticks, the field, and a summary of the state. */
@NullMarked
package io.nfcs.monitor.live;

import org.jspecify.annotations.NullMarked;
