/** Fuzzing of modules with input from people and other programs. */
@NullMarked
package io.nfcs.fuzz;

import org.jspecify.annotations.NullMarked;
