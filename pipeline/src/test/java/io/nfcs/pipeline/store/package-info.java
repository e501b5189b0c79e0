/** Tests of the store and the tailing reader, on a real grid. */
@NullMarked
package io.nfcs.pipeline.store;

import org.jspecify.annotations.NullMarked;
