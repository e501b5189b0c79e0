/** Tests of the embedder over ONNX Runtime, and a small model for it. */
@NullMarked
package io.nfcs.semantic.onnx;

import org.jspecify.annotations.NullMarked;
