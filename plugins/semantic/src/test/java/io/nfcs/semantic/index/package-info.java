/** Tests of the exact index. */
@NullMarked
package io.nfcs.semantic.index;

import org.jspecify.annotations.NullMarked;
