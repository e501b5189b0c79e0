/** What a page shows: the latest ticks, the field, and the state of the whole in a few words. */
@NullMarked
package io.nfcs.monitor.live;

import org.jspecify.annotations.NullMarked;
