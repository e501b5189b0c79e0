/**
 * Texts as the numbers that models of the BERT kind read, by the rules of a {@code tokenizer.json}.
 *
 * <p>Threads: {@link io.nfcs.semantic.wordpiece.WordPieceTokenizer} may be used by any.
 */
@NullMarked
package io.nfcs.semantic.wordpiece;

import org.jspecify.annotations.NullMarked;
