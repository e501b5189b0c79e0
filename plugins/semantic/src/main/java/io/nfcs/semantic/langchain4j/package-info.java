/**
 * Embedding by any embedding model of LangChain4j that is on the class path or in {@code
 * plugins.dir}, as its library is: users of a model have it already.
 *
 * <p>Threads: {@link io.nfcs.semantic.langchain4j.LangChain4jEmbedder} may be used by the threads
 * that may use its model.
 */
@NullMarked
package io.nfcs.semantic.langchain4j;

import org.jspecify.annotations.NullMarked;
