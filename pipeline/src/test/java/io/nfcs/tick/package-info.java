/** Test fixtures and tests of the tick contracts; published as a test jar. */
@NullMarked
package io.nfcs.tick;

import org.jspecify.annotations.NullMarked;
