/** Tests of the judgement of the semantic cache. */
@NullMarked
package io.nfcs.bench.semantic;

import org.jspecify.annotations.NullMarked;
