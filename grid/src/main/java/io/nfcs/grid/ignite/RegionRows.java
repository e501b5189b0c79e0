package io.nfcs.grid.ignite;

import io.nfcs.grid.index.Mortals;
import io.nfcs.memory.BlockAddresses;

/**
 * The entries of a region as the timer wheel sees them.
 *
 * <p><b>Threads.</b> One at a time, under the lock of the index.
 */
record RegionRows(BlockAddresses addresses) implements Mortals {
  @Override
  public long deadNanos(int entry) {
    return RegionLayout.deadNanos(addresses.of(entry));
  }

  @Override
  public int timerSlot(int entry) {
    return RegionLayout.timerSlot(addresses.of(entry));
  }

  @Override
  public void timerSlot(int entry, int slot) {
    RegionLayout.timerSlot(addresses.of(entry), slot);
  }

  @Override
  public int timerNext(int entry) {
    return RegionLayout.timerNext(addresses.of(entry));
  }

  @Override
  public void timerNext(int entry, int other) {
    RegionLayout.timerNext(addresses.of(entry), other);
  }

  @Override
  public int timerPrevious(int entry) {
    return RegionLayout.timerPrevious(addresses.of(entry));
  }

  @Override
  public void timerPrevious(int entry, int other) {
    RegionLayout.timerPrevious(addresses.of(entry), other);
  }
}
