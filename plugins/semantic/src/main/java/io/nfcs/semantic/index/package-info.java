/** Exact search of unit vectors by sketches of a byte a coordinate. */
@NullMarked
package io.nfcs.semantic.index;

import org.jspecify.annotations.NullMarked;
