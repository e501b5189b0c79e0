/** Tests of conditions. */
@NullMarked
package io.nfcs.constitution.cel;

import org.jspecify.annotations.NullMarked;
