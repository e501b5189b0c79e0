package io.nfcs.grid.tier;

import io.nfcs.memory.Digest128;
import java.lang.foreign.Arena;

/**
 * Stored names of tags.
 *
 * <p><b>Threads.</b> Any.
 */
final class TagNames {
  /** The beginning of names that no caller gives. */
  static final String OWN = "\0";

  /** Longer names are remembered by their digest: two of the same are invalidated together. */
  private static final int LONGEST = 128;

  private TagNames() {}

  /** Returns the name under which a tag's number is stored. */
  static String stored(String tag) {
    if (tag.length() <= LONGEST) {
      return tag;
    }
    try (Arena arena = Arena.ofConfined()) {
      Digest128 digest = new Digest128(tag.length());
      digest.update(arena.allocateFrom(tag));
      return "%s%016x%016x".formatted(OWN, digest.high(), digest.low());
    }
  }
}
