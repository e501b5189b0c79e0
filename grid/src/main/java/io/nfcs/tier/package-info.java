/**
 * The contract between a tier and a cache: {@link io.nfcs.tier.CacheTier}, and the keys, frames,
 * times and tags of entries.
 *
 * <p>A contract package; no library. The tiers themselves are in subpackages of {@code grid} and in
 * plugins, which depend on this package, not vice versa.
 */
@NullMarked
package io.nfcs.tier;

import org.jspecify.annotations.NullMarked;
