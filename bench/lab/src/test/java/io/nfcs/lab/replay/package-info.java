/** Tests of the replay benchmark with planted changes. */
@NullMarked
package io.nfcs.lab.replay;

import org.jspecify.annotations.NullMarked;
