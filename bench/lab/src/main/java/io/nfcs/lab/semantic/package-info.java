/** Evaluation of the semantic cache on labelled texts; the only place that reads CSV. */
@NullMarked
package io.nfcs.lab.semantic;

import org.jspecify.annotations.NullMarked;
