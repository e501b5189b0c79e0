/**
 * The contract of a table of the grid: batched, idempotent row writes by primary key.
 *
 * <p>Contracts and values only, no library. Implemented by the grid's Ignite room.
 */
@NullMarked
package io.nfcs.table;

import org.jspecify.annotations.NullMarked;
