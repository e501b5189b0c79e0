package io.nfcs.grid.near;

import io.nfcs.eviction.Evictables;
import io.nfcs.memory.BlockAddresses;
import io.nfcs.memory.SlabAllocator;

/**
 * The entries of a segment as the eviction policy sees them: what it asks for and what it sets
 * stands in their headers.
 *
 * <p><b>Threads.</b> One at a time, under the segment's lock.
 */
record Headers(SlabAllocator slabs, BlockAddresses addresses) implements Evictables {
  @Override
  public long hash(int entry) {
    return EntryLayout.hash(addresses.of(entry));
  }

  @Override
  public long bytes(int entry) {
    return slabs.rounded(EntryLayout.bytes(addresses.of(entry)));
  }

  @Override
  public int older(int entry) {
    return EntryLayout.older(addresses.of(entry));
  }

  @Override
  public void older(int entry, int other) {
    EntryLayout.older(addresses.of(entry), other);
  }

  @Override
  public int newer(int entry) {
    return EntryLayout.newer(addresses.of(entry));
  }

  @Override
  public void newer(int entry, int other) {
    EntryLayout.newer(addresses.of(entry), other);
  }

  @Override
  public int list(int entry) {
    return EntryLayout.list(addresses.of(entry));
  }

  @Override
  public void list(int entry, int number) {
    EntryLayout.list(addresses.of(entry), number);
  }
}
