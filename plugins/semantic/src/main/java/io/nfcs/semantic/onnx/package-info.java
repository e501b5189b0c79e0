/**
 * Embedding by a user's own model file, run by ONNX Runtime.
 *
 * <p>Threads: {@link io.nfcs.semantic.onnx.OnnxEmbedder} may be used by any.
 */
@NullMarked
package io.nfcs.semantic.onnx;

import org.jspecify.annotations.NullMarked;
