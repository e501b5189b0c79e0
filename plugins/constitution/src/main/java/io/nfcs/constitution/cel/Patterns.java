package io.nfcs.constitution.cel;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The regular expressions of conditions, each compiled once with its condition.
 *
 * <p>A match takes at most as many steps as the program has instructions for each character of the
 * text, so a bound on the program is one on the match.
 *
 * <p><b>Threads.</b> Any.
 */
final class Patterns {
  /** Most instructions of one pattern. */
  static final int MAX_PROGRAM = 1000;

  private final Map<String, Pattern> compiled = new ConcurrentHashMap<>();

  Patterns() {}

  /**
   * Compiles a pattern.
   *
   * @return instructions of its program
   * @throws IllegalArgumentException if it is malformed or too large
   */
  int add(String pattern) {
    Pattern known = compiled.get(pattern);
    if (known == null) {
      // checked before the compilation, which takes the memory of all repetitions
      require(PatternSize.of(pattern));
      known = compile(pattern);
      require(known.programSize());
      compiled.put(pattern, known);
    }
    return known.programSize();
  }

  /** Returns whether a part of a text matches a pattern that was added. */
  boolean matches(String text, String pattern) {
    Pattern known = compiled.get(pattern);
    if (known == null) {
      throw new IllegalArgumentException("not a pattern of a condition: " + pattern);
    }
    return known.matcher(text).find();
  }

  private static Pattern compile(String pattern) {
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("not a pattern: " + e.getDescription(), e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("not a pattern: " + e, e);
    }
  }

  private static void require(long instructions) {
    if (instructions > MAX_PROGRAM) {
      throw new IllegalArgumentException(
          "pattern of " + instructions + " instructions, expected at most " + MAX_PROGRAM);
    }
  }
}
