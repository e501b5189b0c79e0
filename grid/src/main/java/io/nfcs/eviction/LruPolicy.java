package io.nfcs.eviction;

import org.jspecify.annotations.Nullable;

/** The entry that was not used for the longest time goes next. */
public final class LruPolicy implements EvictionPolicy {
  private final EvictionList list = new EvictionList();

  /** A policy without entries. */
  public LruPolicy() {}

  @Override
  public void admitted(Evictable entry) {
    list.addNewest(entry);
  }

  @Override
  public void accessed(Evictable entry) {
    list.makeNewest(entry);
  }

  @Override
  public void removed(Evictable entry) {
    list.remove(entry);
  }

  @Override
  public @Nullable Evictable victim() {
    Evictable oldest = list.oldest();
    if (oldest != null) {
      list.remove(oldest);
    }
    return oldest;
  }

  @Override
  public void limitBytes(long bytes) {}
}
