/** The arithmetic of sketches; the only place of the Vector API here. */
@NullMarked
package io.nfcs.semantic.index.simd;

import org.jspecify.annotations.NullMarked;
