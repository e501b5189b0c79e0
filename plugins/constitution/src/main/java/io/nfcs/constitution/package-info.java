/**
 * The constitution: policies for actions and for the loop itself, and the decisions on violations.
 *
 * <p>Threads: {@link io.nfcs.constitution.PolicyCache} may be used by any thread; the stage by the
 * thread of the tick. Packages below it: {@code cel} compiles conditions, {@code emergency} and
 * {@code control} carry out decisions.
 */
@NullMarked
package io.nfcs.constitution;

import org.jspecify.annotations.NullMarked;
