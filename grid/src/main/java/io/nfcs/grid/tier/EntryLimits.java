package io.nfcs.grid.tier;

import io.nfcs.tier.FrameHeader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Limits of the sizes of the parts of an entry. Frames could hold more; these limits bound the cost
 * of reading one entry, our own or a forged one.
 *
 * @param cache name of the cache
 * @param valueBytes longest value
 */
record EntryLimits(String cache, int valueBytes) {
  /** Most tags of an entry. */
  static final int TAGS = 65_536;

  /** Longest name of a tag, in UTF-8. */
  static final int TAG_BYTES = 1 << 20;

  /** Longest key, and as much for the names of all tags. */
  static final int HEAD_BYTES = 16 << 20;

  /** Returns the length of the longest frame. */
  int frameBytes() {
    return FrameHeader.BYTES + 2 * HEAD_BYTES + TAGS * Integer.BYTES + valueBytes;
  }

  /** Refuses a key that no tier takes. */
  void key(byte[] key) {
    if (key.length > HEAD_BYTES) {
      throw new IllegalArgumentException(
          "cache %s: a key of %d bytes; allowed: up to %d"
              .formatted(cache, key.length, HEAD_BYTES));
    }
  }

  /** Returns the length of a value as the length of an array. */
  int value(long bytes) {
    if (bytes > valueBytes) {
      throw new IllegalArgumentException(
          "cache %s: a value of %d bytes; allowed: up to %d (cache.value_bytes)"
              .formatted(cache, bytes, valueBytes));
    }
    return (int) bytes;
  }

  /** Refuses too many or too long tags. */
  void tags(List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    if (names.size() > TAGS) {
      throw new IllegalArgumentException(
          "cache %s: an entry of %d tags; allowed: up to %d".formatted(cache, names.size(), TAGS));
    }
    names.forEach(this::tag);
    long chars = names.stream().mapToLong(String::length).sum();
    if (chars > HEAD_BYTES / 3 && names.stream().mapToLong(EntryLimits::utf8).sum() > HEAD_BYTES) {
      throw new IllegalArgumentException(
          "cache %s: the tags of an entry have more than %d bytes, the limit"
              .formatted(cache, HEAD_BYTES));
    }
  }

  /** Refuses a tag that no entry can have. */
  void tag(String name) {
    if (name.startsWith(TagNames.OWN)) {
      throw new IllegalArgumentException(
          "cache " + cache + ": a tag begins with character 0; allowed: any other character");
    }
    // a character is at most 3 bytes; only names near the limit are encoded to be measured
    if (name.length() > TAG_BYTES / 3 && name.getBytes(StandardCharsets.UTF_8).length > TAG_BYTES) {
      throw new IllegalArgumentException(
          "cache %s: a tag of more than %d bytes, the limit".formatted(cache, TAG_BYTES));
    }
  }

  private static long utf8(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
  }
}
