/** Tests of the access of thin clients. */
@NullMarked
package io.nfcs.grid.ignite.clients;

import org.jspecify.annotations.NullMarked;
