package io.nfcs.grid.near;

/**
 * Counts of the near tier since it was made, and the size of its content.
 *
 * @param entries entries in the index
 * @param usedBytes bytes of all blocks, rounding included
 * @param heldBytes bytes of the pages that blocks are in, of all tables and of the policy's state,
 *     never above the limit
 * @param limitBytes most bytes
 * @param lookups look-ups by leases
 * @param hits look-ups that an entry answered
 * @param misses look-ups without an entry
 * @param stores entries that were published
 * @param evictions entries that were evicted for lack of room
 * @param expirations entries that went because their time was over
 * @param tooLong entries that were refused, as a slab is shorter
 * @param withoutRoom entries that were refused, as leases hold the memory
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
    long tooLong,
    long withoutRoom,
    long retired,
    long leaks) {

  /** Returns the sum of the statistics of two parts of a tier. */
  NearStatistics plus(NearStatistics other) {
    return new NearStatistics(
        entries + other.entries,
        usedBytes + other.usedBytes,
        heldBytes + other.heldBytes,
        limitBytes + other.limitBytes,
        lookups + other.lookups,
        hits + other.hits,
        misses + other.misses,
        stores + other.stores,
        evictions + other.evictions,
        expirations + other.expirations,
        tooLong + other.tooLong,
        withoutRoom + other.withoutRoom,
        retired + other.retired,
        leaks + other.leaks);
  }

  /** Returns a copy with the counts of look-ups, which are those of the whole tier. */
  NearStatistics with(Pins pins) {
    // outcomes first: each is counted after its look-up
    long allMisses = pins.misses();
    long allHits = pins.hits();
    return new NearStatistics(
        entries,
        usedBytes,
        heldBytes,
        limitBytes,
        pins.lookups(),
        allHits,
        allMisses,
        stores,
        evictions,
        expirations,
        tooLong,
        withoutRoom,
        retired,
        pins.leaks());
  }
}
