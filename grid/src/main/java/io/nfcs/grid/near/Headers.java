package io.nfcs.grid.near;

import io.nfcs.eviction.Evictables;
import io.nfcs.grid.index.Mortals;
import io.nfcs.memory.BlockAddresses;
import io.nfcs.memory.SlabAllocator;

/**
 * The entries of a segment as the eviction policy and the timer wheel see them: all fields that
 * these read and write are in the headers of entries.
 *
 * <p><b>Threads.</b> One at a time, under the segment's lock.
 */
record Headers(SlabAllocator slabs, BlockAddresses addresses) implements Evictables, Mortals {
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

  @Override
  public long deadNanos(int entry) {
    long address = addresses.of(entry);
    return EntryLayout.deadNanos(address, EntryLayout.flags(address));
  }

  @Override
  public int timerSlot(int entry) {
    return EntryLayout.timerSlot(addresses.of(entry));
  }

  @Override
  public void timerSlot(int entry, int slot) {
    EntryLayout.timerSlot(addresses.of(entry), slot);
  }

  @Override
  public int timerNext(int entry) {
    return EntryLayout.timerNext(addresses.of(entry));
  }

  @Override
  public void timerNext(int entry, int other) {
    EntryLayout.timerNext(addresses.of(entry), other);
  }

  @Override
  public int timerPrevious(int entry) {
    return EntryLayout.timerPrevious(addresses.of(entry));
  }

  @Override
  public void timerPrevious(int entry, int other) {
    EntryLayout.timerPrevious(addresses.of(entry), other);
  }
}
