/**
 * Which entry of a full tier goes next.
 *
 * <p>A contract package; no library. One thread at a time: the tier holds its lock.
 */
@NullMarked
package io.nfcs.eviction;

import org.jspecify.annotations.NullMarked;
