/**
 * Reuse by meaning: results that are stored by text and found by a text of the same meaning.
 *
 * <p>Threads: {@link io.nfcs.semantic.SemanticCache} may be used by any. Rooms below it: {@code
 * text} reads texts, {@code index} searches vectors, {@code onnx} and {@code langchain4j} embed by
 * models, {@code wordpiece} cuts texts for them.
 */
@NullMarked
package io.nfcs.semantic;

import org.jspecify.annotations.NullMarked;
