/** Tests of the door for thin clients. */
@NullMarked
package io.nfcs.grid.ignite.clients;

import org.jspecify.annotations.NullMarked;
