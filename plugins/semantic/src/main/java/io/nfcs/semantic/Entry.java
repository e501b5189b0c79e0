package io.nfcs.semantic;

import io.nfcs.eviction.Evictable;

/**
 * A result of a text in a context.
 *
 * <p><b>Threads.</b> Any read. All fields are final, the bytes of the value are never changed, and
 * the least cosine is volatile: a look-up that finds the entry sees it whole, and a wrong hit
 * reported before it began. The cosine is written, and the entry made and removed, under the
 * cache's lock, under which the order of eviction uses the superclass as well. An entry that was
 * removed may still be served by a look-up that had found it.
 */
final class Entry extends Evictable {
  /** Time of death of an entry that does not expire. */
  static final long NEVER = Long.MAX_VALUE;

  final Meaning meaning;
  final String context;
  final byte[] value;
  final long storedNanos;
  final long deadNanos;

  /** Least cosine of a hit; grows with every hit that was said to be wrong. */
  volatile double leastCosine;

  Entry(
      Meaning meaning,
      String context,
      byte[] value,
      long storedNanos,
      long deadNanos,
      long hash,
      long bytes) {
    super(hash, bytes);
    this.meaning = meaning;
    this.context = context;
    this.value = value;
    this.storedNanos = storedNanos;
    this.deadNanos = deadNanos;
  }

  /** Returns whether it is still the entry of its text and context. */
  boolean isKept() {
    return meaning.entries.get(context) == this;
  }

  boolean isDead(long nowNanos) {
    return deadNanos != NEVER && nowNanos - deadNanos >= 0;
  }
}
