/** Tests. */
@NullMarked
package io.nfcs.constitution;

import org.jspecify.annotations.NullMarked;
