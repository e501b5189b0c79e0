/** Asks the parts of a run, whatever state they are in. */
@NullMarked
package io.nfcs.monitor.parts;

import org.jspecify.annotations.NullMarked;
