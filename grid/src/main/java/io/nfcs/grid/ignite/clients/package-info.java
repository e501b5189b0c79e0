/**
 * The door for thin clients: who comes in, what each may do, and how much of the machine it may
 * take.
 *
 * <p>Imports {@code org.apache.ignite}, its internals as well, and Calcite's parse tree. Known by
 * {@code grid.ignite} only. A thread for each client, one that lets them in, and one that watches
 * the limits.
 */
@NullMarked
package io.nfcs.grid.ignite.clients;

import org.jspecify.annotations.NullMarked;
