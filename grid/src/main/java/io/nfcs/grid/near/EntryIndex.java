package io.nfcs.grid.near;

import io.nfcs.grid.index.BlockIndex;
import io.nfcs.grid.index.BucketLayout;
import io.nfcs.grid.index.Directory;
import io.nfcs.memory.BlockAddresses;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;

/**
 * The entries of a segment by the hash of their key, with look-ups that take no lock.
 *
 * <p>A look-up that finds a cell of its print pins the block, and reads the cell again: if it is
 * the same, the entry was in the index when the pin could be seen, and nobody frees it. A look-up
 * that finds no cell is believed only if no cell of the bucket moved meanwhile, and if afterwards
 * the directory is still the latest and leads to the same bucket.
 *
 * <p><b>Threads.</b> {@link #find(long, KeyProbe, Pin)} by any; all else by the holder of the
 * segment's lock.
 */
final class EntryIndex extends BlockIndex {
  /** Result of a look-up that changes have overtaken repeatedly. */
  static final int BUSY = -1;

  private static final int ATTEMPTS = 16;

  private final BlockAddresses addresses;

  EntryIndex(BlockAddresses addresses) {
    super(addresses);
    this.addresses = addresses;
  }

  /**
   * Finds and pins the entry of a key.
   *
   * @param hash of the key
   * @return its address, {@link #NONE}, or {@link #BUSY}; then nothing is pinned
   */
  long find(long hash, KeyProbe probe, Pin pin) {
    int print = BucketLayout.print(hash);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Directory now = directory();
      try {
        long bucket = now.bucket(print);
        long version = BucketLayout.version(bucket);
        long found = find(bucket, print, probe, pin);
        if (found != NONE && found != BUSY) {
          return found;
        }
        if (found == NONE && !BucketLayout.isMoving(version)) {
          VarHandle.acquireFence();
          if (BucketLayout.version(bucket) == version && isBucket(now, print, bucket)) {
            return NONE;
          }
        }
      } finally {
        // the look-up knows the memory only by its address
        Reference.reachabilityFence(now);
      }
    }
    return BUSY;
  }

  /** Returns whether a directory is the latest, and a bucket is still that of a print. */
  @SuppressWarnings("ReferenceEquality") // a doubled directory is a new object
  private boolean isBucket(Directory seen, int print, long bucket) {
    return seen == directory() && seen.bucket(print) == bucket;
  }

  private long find(long bucket, int print, KeyProbe probe, Pin pin) {
    int at = BucketLayout.home(print);
    for (int i = 0; i < BucketLayout.CELLS; i++) {
      long cell = BucketLayout.cell(bucket, at);
      if (cell == 0) {
        return NONE;
      }
      if (BucketLayout.print(cell) == print) {
        pin.set(cell);
        if (BucketLayout.cellVolatile(bucket, at) != cell) {
          pin.clear();
          return BUSY;
        }
        long entry = addresses.of(BucketLayout.block(cell));
        if (probe.isOf(entry)) {
          return pin.keep(entry) ? entry : BUSY;
        }
        pin.clear();
      }
      at = BucketLayout.next(at);
    }
    return BUSY;
  }
}
