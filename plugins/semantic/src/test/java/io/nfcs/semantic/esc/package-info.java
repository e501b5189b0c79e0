/** Tests of the stage of tokens. */
@NullMarked
package io.nfcs.semantic.esc;

import org.jspecify.annotations.NullMarked;
