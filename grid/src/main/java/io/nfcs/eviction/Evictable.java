package io.nfcs.eviction;

import org.jspecify.annotations.Nullable;

/**
 * What a policy knows of an entry, and the links by which it keeps the entry in its lists; the
 * tier's entries extend it, so that a policy needs no object of its own for each.
 *
 * <p><b>Threads.</b> The links belong to the policy, under the lock of its tier.
 */
public abstract class Evictable {
  final long hash;
  final long bytes;
  @Nullable Evictable older;
  @Nullable Evictable newer;
  @Nullable EvictionList list;

  /**
   * An entry in no list.
   *
   * @param hash evenly distributed hash of the key
   * @param bytes what it takes of the tier's limit, overhead included
   */
  protected Evictable(long hash, long bytes) {
    this.hash = hash;
    this.bytes = bytes;
  }

  /** Evenly distributed hash of the key. */
  public final long hash() {
    return hash;
  }

  /** What it takes of the tier's limit, overhead included. */
  public final long bytes() {
    return bytes;
  }
}
