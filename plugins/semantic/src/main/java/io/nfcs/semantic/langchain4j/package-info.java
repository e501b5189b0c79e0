/**
 * Embedding by any embedding model of LangChain4j that is on the class path. Its library is
 * optional: who has a model has it already.
 *
 * <p>Threads: {@link io.nfcs.semantic.langchain4j.LangChain4jEmbedder} may be used by those that
 * its model may be used by.
 */
@NullMarked
package io.nfcs.semantic.langchain4j;

import org.jspecify.annotations.NullMarked;
