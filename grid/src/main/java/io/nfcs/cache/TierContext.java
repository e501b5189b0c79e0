package io.nfcs.cache;

import io.nfcs.config.NfcsConfig;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

/**
 * What a tier is opened with.
 *
 * @param cache name of the cache it is a tier of
 * @param config the whole configuration; a plugin binds the section of its own name
 * @param clock monotonic time
 * @param timeOfDay nanoseconds since 1970
 */
public record TierContext(
    String cache, NfcsConfig config, NanoClock clock, EpochNanoClock timeOfDay) {}
