package io.nfcs.grid.tier;

import io.nfcs.codec.Codec;
import io.nfcs.grid.near.Origins;
import io.nfcs.tier.EntryTimes;
import io.nfcs.tier.Tag;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Result of a fetch.
 *
 * @param value bytes of the value, {@code null} if the key is known to have none
 * @param times in the time of this process
 * @param tags its tags
 * @param origin number of the tier that has answered: near is 0, those below follow, and then the
 *     loader
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Found(byte @Nullable [] value, EntryTimes times, Tag[] tags, int origin) {
  /** No tier has the key, and there is no loader. */
  static final Found NOTHING =
      new Found(null, new EntryTimes(0, 0, 0, 0), new Tag[0], Origins.NEAR);

  /** No tier that has answered has the key, but not all have, and there is no loader. */
  static final Found UNKNOWN =
      new Found(null, new EntryTimes(0, 0, 0, 0), new Tag[0], Origins.NEAR);

  /** Returns the bytes of a value, as they are kept. */
  static <V> byte[] bytes(Codec<V> codec, V value) {
    byte[] bytes = new byte[Math.toIntExact(codec.sizeBytes(value))];
    codec.encode(value, MemorySegment.ofArray(bytes));
    return bytes;
  }

  @SuppressWarnings("ReferenceEquality") // there is one instance
  boolean isUnknown() {
    return this == UNKNOWN;
  }

  boolean isNothing() {
    return tags.length == 0;
  }

  boolean isInvalid() {
    for (Tag tag : tags) {
      if (tag.hasOvertaken(times.stamp())) {
        return true;
      }
    }
    return false;
  }
}
