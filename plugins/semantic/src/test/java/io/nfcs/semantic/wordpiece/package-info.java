/** Tests of the tokenizer, and a small one. */
@NullMarked
package io.nfcs.semantic.wordpiece;

import org.jspecify.annotations.NullMarked;
