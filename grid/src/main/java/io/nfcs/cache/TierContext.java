package io.nfcs.cache;

import io.nfcs.config.NfcsConfig;

/**
 * What a tier is opened with.
 *
 * @param cache name of the cache it is a tier of
 * @param config the whole configuration; a plugin binds the section of its own name
 */
public record TierContext(String cache, NfcsConfig config) {}
