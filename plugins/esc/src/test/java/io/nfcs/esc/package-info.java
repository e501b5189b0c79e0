/** Tests of the stage of tokens. */
@NullMarked
package io.nfcs.esc;

import org.jspecify.annotations.NullMarked;
