/** Tests of the semantic cache. */
@NullMarked
package io.nfcs.semantic;

import org.jspecify.annotations.NullMarked;
