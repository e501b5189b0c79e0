/** Tests of whole loops without a schedule, which need no waiting. */
@NullMarked
package io.nfcs.pipeline;

import org.jspecify.annotations.NullMarked;
