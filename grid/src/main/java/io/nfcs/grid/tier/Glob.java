package io.nfcs.grid.tier;

import io.nfcs.codec.Codec;
import java.lang.foreign.MemorySegment;
import java.util.function.Predicate;

/**
 * A pattern in which {@code *} stands for any characters and {@code ?} for one; matched in time
 * linear in text and pattern for each star, without recursion.
 *
 * <p>Where the match fails, only the last star takes one character more (Krauss, 2008). That is
 * enough: the earlier ones have taken as little as they can, and the last can take all they left.
 */
record Glob(String pattern) {
  boolean matches(String text) {
    int at = 0;
    int in = 0;
    int star = -1;
    int resume = 0;
    while (at < text.length()) {
      if (in < pattern.length() && pattern.charAt(in) == '*') {
        star = in++;
        resume = at;
      } else if (in < pattern.length()
          && (pattern.charAt(in) == '?' || pattern.charAt(in) == text.charAt(at))) {
        in++;
        at++;
      } else if (star >= 0) {
        in = star + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    while (in < pattern.length() && pattern.charAt(in) == '*') {
      in++;
    }
    return in == pattern.length();
  }

  /** Returns a match of keys as their text; bytes that the codec does not read match nothing. */
  static Predicate<byte[]> matcher(Codec<?> codec, String pattern) {
    Glob glob = new Glob(pattern);
    return key -> {
      try {
        return glob.matches(String.valueOf(codec.decode(MemorySegment.ofArray(key))));
      } catch (UnsupportedOperationException never) {
        throw never;
      } catch (RuntimeException broken) {
        return false;
      }
    };
  }
}
