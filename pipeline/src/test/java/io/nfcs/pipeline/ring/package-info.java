/** Tests of the ring. */
@NullMarked
package io.nfcs.pipeline.ring;

import org.jspecify.annotations.NullMarked;
