package io.nfcs.grid.tier;

import io.nfcs.tier.CacheKey;

/**
 * An entry of a tier below near that may be served.
 *
 * @param key its digest
 * @param keyBytes the canonical bytes of its key
 * @param found its content
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TierEntry(CacheKey key, byte[] keyBytes, Found found) {}
