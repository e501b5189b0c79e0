/**
 * Beginning and end of an emergency.
 *
 * <p>No library. Used by the thread of the tick.
 */
@NullMarked
package io.nfcs.constitution.emergency;

import org.jspecify.annotations.NullMarked;
