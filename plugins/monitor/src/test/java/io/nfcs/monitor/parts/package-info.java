/** Tests of asking parts. */
@NullMarked
package io.nfcs.monitor.parts;

import org.jspecify.annotations.NullMarked;
