/** Words, numbers, opposites and quotes of English texts; the lexical embedder and the guards. */
@NullMarked
package io.nfcs.semantic.text;

import org.jspecify.annotations.NullMarked;
