/** Tests of the feeds of observers. */
@NullMarked
package io.nfcs.pipeline.observe;

import org.jspecify.annotations.NullMarked;
