package io.nfcs.grid.near;

/**
 * What the near tier holds and has done since it was made.
 *
 * @param entries entries in the index
 * @param usedBytes bytes of all blocks, rounding included
 * @param heldBytes bytes of slabs, their tables and entries on the heap, never above the limit
 * @param limitBytes most bytes
 * @param lookups look-ups by leases
 * @param hits those that an entry answered
 * @param misses those that none did
 * @param stores entries that were published
 * @param evictions entries that went for want of room
 * @param expirations entries that went because their time was over
 * @param refusals values that found no room
 * @param retired entries that are gone but still pinned by leases
 * @param leaks leases that were forgotten while they held a value
 */
public record NearStatistics(
    long entries,
    long usedBytes,
    long heldBytes,
    long limitBytes,
    long lookups,
    long hits,
    long misses,
    long stores,
    long evictions,
    long expirations,
    long refusals,
    long retired,
    long leaks) {}
