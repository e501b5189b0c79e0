/**
 * The constitution: policies for actions and for the loop itself, and the decisions on violations.
 *
 * <p>Threads: {@link io.nfcs.constitution.PolicyCache} may be used by any thread; the stage by the
 * thread of the tick. Package {@code cel} below it compiles conditions.
 */
@NullMarked
package io.nfcs.constitution;

import org.jspecify.annotations.NullMarked;
