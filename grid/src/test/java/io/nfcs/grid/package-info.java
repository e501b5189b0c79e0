/** Tests of the grid's start and stop. */
@NullMarked
package io.nfcs.grid;

import org.jspecify.annotations.NullMarked;
