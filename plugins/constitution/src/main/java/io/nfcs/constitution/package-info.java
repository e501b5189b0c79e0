/**
 * The constitution: policies that actions and the loop itself are judged by, and what follows from
 * it.
 *
 * <p>Threads: {@link io.nfcs.constitution.PolicyCache} may be used by any; the stage by that of the
 * tick. Rooms below it: {@code cel} compiles conditions, {@code emergency} and {@code control} are
 * what a decision leads to.
 */
@NullMarked
package io.nfcs.constitution;

import org.jspecify.annotations.NullMarked;
