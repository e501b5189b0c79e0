/**
 * The contract between a tier and a cache: {@link io.nfcs.tier.CacheTier}, and the keys, frames,
 * times and tags of entries.
 *
 * <p>A contract package; no library. The tiers themselves are in the rooms of {@code grid} and in
 * plugins, which know this package and not the other way round.
 */
@NullMarked
package io.nfcs.tier;

import org.jspecify.annotations.NullMarked;
