/**
 * Reuse by meaning: results that are kept by text and found by a text that says the same.
 *
 * <p>Threads: {@link io.nfcs.semantic.SemanticCache} may be used by any. Rooms below it: {@code
 * text} reads texts, {@code index} searches vectors, {@code onnx} and {@code langchain4j} embed by
 * models, {@code wordpiece} cuts texts for them.
 */
@NullMarked
package io.nfcs.semantic;

import org.jspecify.annotations.NullMarked;
