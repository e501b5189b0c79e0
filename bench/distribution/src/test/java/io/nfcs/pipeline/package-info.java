/** Tests of whole loops without a schedule, for which no one need wait. */
@NullMarked
package io.nfcs.pipeline;

import org.jspecify.annotations.NullMarked;
