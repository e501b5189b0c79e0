/** Fuzzing, for the modules whose input people and other programs write. */
@NullMarked
package io.nfcs.fuzz;

import org.jspecify.annotations.NullMarked;
