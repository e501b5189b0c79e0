/**
 * When there is an emergency, and when it is over.
 *
 * <p>Knows no library. Used by the thread of the tick.
 */
@NullMarked
package io.nfcs.constitution.emergency;

import org.jspecify.annotations.NullMarked;
