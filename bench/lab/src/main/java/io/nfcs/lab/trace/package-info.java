/**
 * Recorded accesses of caches, and their hit rates under several policies.
 *
 * <p>One thread. The only place that imports the reader of xz; Caffeine is here as the peer.
 */
@NullMarked
package io.nfcs.lab.trace;

import org.jspecify.annotations.NullMarked;
