/** Texts and their vectors in an index of Lucene. */
@NullMarked
package io.nfcs.semantic.lucene;

import org.jspecify.annotations.NullMarked;
