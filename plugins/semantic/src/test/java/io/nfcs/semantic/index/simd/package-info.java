/** Tests of the scan of sketches. */
@NullMarked
package io.nfcs.semantic.index.simd;

import org.jspecify.annotations.NullMarked;
