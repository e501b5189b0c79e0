/** Tests of the node. */
@NullMarked
package io.nfcs.grid.ignite;

import org.jspecify.annotations.NullMarked;
