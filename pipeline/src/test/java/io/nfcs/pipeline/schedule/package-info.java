/** Tests of the schedule. */
@NullMarked
package io.nfcs.pipeline.schedule;

import org.jspecify.annotations.NullMarked;
