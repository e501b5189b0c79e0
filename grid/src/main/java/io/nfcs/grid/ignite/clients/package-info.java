/**
 * Access for thin clients: logins, rights, and limits of the resources that each may use.
 *
 * <p>Imports {@code org.apache.ignite}, its internals as well, and Calcite's parse tree. Known by
 * {@code grid.ignite} only. A thread for each client, one that lets them in, and one that watches
 * the limits.
 */
@NullMarked
package io.nfcs.grid.ignite.clients;

import org.jspecify.annotations.NullMarked;
