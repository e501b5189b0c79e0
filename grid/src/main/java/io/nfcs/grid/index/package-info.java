/**
 * Indexes of the entries of a tier, by the hash of their key and by the time they die, in native
 * memory.
 *
 * <p>Entries are blocks of memory that begin with their hash; what else is in them only their tier
 * knows. Used by near and by the regions of the node. No library.
 */
@NullMarked
package io.nfcs.grid.index;

import org.jspecify.annotations.NullMarked;
