/**
 * The cache as its callers see it: {@link io.nfcs.cache.TieredCache}, its answers, leases, keys and
 * codecs, and the face that a tier shows it.
 *
 * <p>A contract package; no library. The tiers themselves are in the rooms of {@code grid} and in
 * plugins, which know this package and not the other way round.
 */
@NullMarked
package io.nfcs.cache;

import org.jspecify.annotations.NullMarked;
