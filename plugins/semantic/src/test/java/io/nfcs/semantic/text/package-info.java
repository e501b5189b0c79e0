/** Tests of the lexical embedder and the guards. */
@NullMarked
package io.nfcs.semantic.text;

import org.jspecify.annotations.NullMarked;
