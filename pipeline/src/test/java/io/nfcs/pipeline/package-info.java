/** Tests of the embedding and the orchestrator. */
@NullMarked
package io.nfcs.pipeline;

import org.jspecify.annotations.NullMarked;
