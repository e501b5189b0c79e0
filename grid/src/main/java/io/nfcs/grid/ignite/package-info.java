/**
 * The Ignite node, and access to its tables, caches and regions.
 *
 * <p>The only place that imports {@code org.apache.ignite}. Knows the contracts of {@code table},
 * {@code cache} and {@code eviction}, {@code index}, and {@code grid}'s settings. All threads.
 */
@NullMarked
package io.nfcs.grid.ignite;

import org.jspecify.annotations.NullMarked;
