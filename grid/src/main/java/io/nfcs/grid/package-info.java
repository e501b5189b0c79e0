/**
 * The data grid in this JVM: the node and its settings.
 *
 * <p>The assembly of the grid module; the rooms below it hold the libraries. Knows {@code config},
 * {@code counters}, {@code table} and {@code memory}.
 */
@NullMarked
package io.nfcs.grid;

import org.jspecify.annotations.NullMarked;
