/** Tests of the replay benchmark with planted changes. */
@NullMarked
package io.nfcs.bench.replay;

import org.jspecify.annotations.NullMarked;
