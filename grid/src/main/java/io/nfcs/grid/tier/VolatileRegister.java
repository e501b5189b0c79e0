package io.nfcs.grid.tier;

import io.nfcs.table.Register;

/**
 * A register that ends with the process, for a cache of which no entry outlives it.
 *
 * <p><b>Threads.</b> Any: both methods take its lock, so that each {@link #get} sees the latest
 * {@link #set} as a whole.
 */
final class VolatileRegister implements Register {
  private boolean isSet;
  private long value;

  @Override
  public synchronized long get(long absent) {
    return isSet ? value : absent;
  }

  @Override
  public synchronized void set(long newValue) {
    isSet = true;
    value = newValue;
  }
}
