package io.nfcs.grid.tier;

import io.nfcs.tier.CacheKey;

/**
 * A change of a cache, which a process reports to the others by the log of a tier they share.
 *
 * <p><b>Layout.</b> A text, this being version 1 of it:
 *
 * <pre>
 *   begin              the log is new, or something of it was lost
 *   tag NAME           all entries of a tag are invalid
 *   key KEY PROCESS    a key, of 32 hexadecimal digits, was put or invalidated, by that process
 *   match PROCESS GLOB keys that match were invalidated, by that process
 * </pre>
 *
 * <p>A later version begins with its number. A process that reads a text it does not understand
 * knows that something has changed and not what, and forgets all its entries; so processes of
 * several versions may share a tier.
 *
 * <p><b>Threads.</b> Any: immutable.
 */
sealed interface Change {
  /** A sign that the log is new, or that a part of it was lost. */
  Begin BEGIN = new Begin();

  /** Returns the text of the log. */
  String text();

  /**
   * Returns the change of a text.
   *
   * @throws IllegalArgumentException if the text is not a change of this version
   */
  static Change parse(String text) {
    if (text.equals(BEGIN.text())) {
      return BEGIN;
    }
    int space = text.indexOf(' ');
    if (space < 0) {
      throw noChange(text);
    }
    String rest = text.substring(space + 1);
    return switch (text.substring(0, space)) {
      case "tag" -> new OfTag(rest);
      case "key" -> OfKey.parse(rest);
      case "match" -> OfMatch.parse(rest);
      default -> throw noChange(text);
    };
  }

  private static IllegalArgumentException noChange(String text) {
    int shown = 32;
    return new IllegalArgumentException(
        "not a change of a cache: "
            + (text.length() <= shown ? text : text.substring(0, shown) + "..."));
  }

  /** The log is new, or something of it was lost. */
  record Begin() implements Change {
    @Override
    public String text() {
      return "begin";
    }
  }

  /** An invalidation of all entries of a tag. */
  record OfTag(String name) implements Change {
    @Override
    public String text() {
      return "tag " + name;
    }
  }

  /**
   * A put or an invalidation of a key.
   *
   * @param process process of the change, which ignores it
   */
  record OfKey(CacheKey key, String process) implements Change {
    private static final int KEY_CHARS = 32;

    /** Copies the key: that of a lease changes later. */
    public OfKey {
      key = key.copy();
    }

    @Override
    public String text() {
      return "key " + key + ' ' + process;
    }

    private static OfKey parse(String rest) {
      if (rest.length() <= KEY_CHARS || rest.charAt(KEY_CHARS) != ' ') {
        throw noChange("key " + rest);
      }
      return new OfKey(CacheKey.parse(rest.substring(0, KEY_CHARS)), rest.substring(KEY_CHARS + 1));
    }
  }

  /**
   * An invalidation of all keys that match.
   *
   * @param process process of the change, which ignores it
   */
  record OfMatch(String process, String glob) implements Change {
    @Override
    public String text() {
      return "match " + process + ' ' + glob;
    }

    private static OfMatch parse(String rest) {
      int space = rest.indexOf(' ');
      if (space < 0) {
        throw noChange("match " + rest);
      }
      return new OfMatch(rest.substring(0, space), rest.substring(space + 1));
    }
  }
}
