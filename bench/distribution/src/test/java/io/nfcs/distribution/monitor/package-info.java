/** The monitor at a real loop, with real servers and clients. */
@NullMarked
package io.nfcs.distribution.monitor;

import org.jspecify.annotations.NullMarked;
