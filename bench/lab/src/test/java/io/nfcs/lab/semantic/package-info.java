/** Tests of the judgement of the semantic cache. */
@NullMarked
package io.nfcs.lab.semantic;

import org.jspecify.annotations.NullMarked;
