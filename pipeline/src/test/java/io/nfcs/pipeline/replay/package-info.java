/** Tests of the replay. */
@NullMarked
package io.nfcs.pipeline.replay;

import org.jspecify.annotations.NullMarked;
