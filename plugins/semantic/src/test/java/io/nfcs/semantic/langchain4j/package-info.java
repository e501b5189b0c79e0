/** Tests of the embedder over LangChain4j. */
@NullMarked
package io.nfcs.semantic.langchain4j;

import org.jspecify.annotations.NullMarked;
