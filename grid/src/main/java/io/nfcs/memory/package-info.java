/**
 * Native memory: slabs, rows, and digests of content.
 *
 * <p>A contract package: the only place that imports {@code net.openhft.hashing}. Knows nothing of
 * the rest of the grid. All threads.
 */
@NullMarked
package io.nfcs.memory;

import org.jspecify.annotations.NullMarked;
