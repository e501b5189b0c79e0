/** Requests to the parts of a run in any state. */
@NullMarked
package io.nfcs.monitor.parts;

import org.jspecify.annotations.NullMarked;
