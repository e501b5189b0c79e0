package io.nfcs.constitution.cel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Upper limit of the size of a regular expression's program, found from its text alone: a
 * repetition counts its operand as often as it may occur.
 *
 * <p>Syntax: RE2, https://github.com/google/re2/wiki/Syntax. A malformed pattern has a size too;
 * the compiler refuses it.
 *
 * <p><b>Threads.</b> One.
 */
final class PatternSize {
  private static final Pattern TIMES = Pattern.compile("\\{(\\d{1,9})(,(\\d{0,9}))?}");
  private static final long MOST = 1L << 40;

  /** Deepest group: compiling a pattern recurses. */
  private static final int MAX_DEPTH = 100;

  private final String pattern;
  private final Deque<Group> open = new ArrayDeque<>();
  private Group group = new Group(0);
  private int next;

  /**
   * State of an open group: the steps around it, all of its elements except the last, and the last,
   * which may be repeated.
   */
  private static final class Group {
    private final int around;

    private long before;

    private long last;

    Group(int around) {
      this.around = around;
    }

    void add(long size) {
      before = sum(before, last);
      last = size;
    }

    void alternative() {
      // the branch, and a step that does nothing where one of them is empty
      before = sum(sum(before, last), 2);
      last = 0;
    }

    long size() {
      return sum(before, last);
    }
  }

  private PatternSize(String pattern) {
    this.pattern = pattern;
  }

  /** Returns the most instructions of a pattern. */
  static long of(String pattern) {
    return new PatternSize(pattern).measure();
  }

  private long measure() {
    while (next < pattern.length()) {
      element(pattern.charAt(next));
      if (open.size() > MAX_DEPTH) {
        return MOST;
      }
    }
    while (!open.isEmpty()) {
      close();
    }
    return sum(group.size(), 3);
  }

  private void element(char c) {
    switch (c) {
      case '\\' -> escape();
      case '[' -> {
        next = endOfClass();
        group.add(1);
      }
      case '(' -> open();
      case ')' -> {
        next++;
        close();
      }
      case '|' -> {
        next++;
        group.alternative();
      }
      case '*', '+', '?' -> {
        next++;
        group.last = sum(group.last, 2);
      }
      case '{' -> times();
      default -> {
        next++;
        group.add(1);
      }
    }
  }

  private void escape() {
    char kind = next + 1 < pattern.length() ? pattern.charAt(next + 1) : ' ';
    if (kind == 'Q') {
      int end = pattern.indexOf("\\E", next + 2);
      int literals = (end < 0 ? pattern.length() : end) - next - 2;
      group.add(literals - 1L);
      group.add(1);
      next = end < 0 ? pattern.length() : end + 2;
      return;
    }
    next += 2;
    if ((kind == 'x' || kind == 'p' || kind == 'P')
        && next < pattern.length()
        && pattern.charAt(next) == '{') {
      int end = pattern.indexOf('}', next);
      next = end < 0 ? pattern.length() : end + 1;
    }
    group.add(1);
  }

  /** Returns the position after a class, whose first bracket may be one of its characters. */
  private int endOfClass() {
    int at = next + 1;
    if (at < pattern.length() && pattern.charAt(at) == '^') {
      at++;
    }
    int first = at;
    while (at < pattern.length() && (at == first || pattern.charAt(at) != ']')) {
      if (pattern.startsWith("[:", at) && pattern.indexOf(":]", at + 2) >= 0) {
        at = pattern.indexOf(":]", at + 2) + 2;
      } else {
        at += pattern.charAt(at) == '\\' ? 2 : 1;
      }
    }
    return Math.min(pattern.length(), at + 1);
  }

  private void open() {
    next++;
    boolean isCapture = !pattern.startsWith("?", next) || pattern.startsWith("?P<", next);
    if (pattern.startsWith("?", next)) {
      int at = next;
      while (at < pattern.length() && ":)>".indexOf(pattern.charAt(at)) < 0) {
        at++;
      }
      next = Math.min(pattern.length(), at + 1);
      if (at < pattern.length() && pattern.charAt(at) == ')') {
        return; // flags only
      }
    }
    open.push(group);
    group = new Group(isCapture ? 2 : 0);
  }

  private void close() {
    if (!open.isEmpty()) {
      // an empty group is a step that does nothing
      long size = sum(Math.max(1, group.size()), group.around);
      group = open.pop();
      group.add(size);
    }
  }

  private void times() {
    Matcher times = TIMES.matcher(pattern).region(next, pattern.length());
    if (!times.lookingAt()) {
      next++;
      group.add(1);
      return;
    }
    next = times.end();
    long least = Long.parseLong(times.group(1));
    String upper = times.group(3);
    long optional =
        upper == null ? 0 : upper.isEmpty() ? 1 : Math.max(0, Long.parseLong(upper) - least);
    group.last = sum(product(least, group.last), product(optional, sum(group.last, 2)));
  }

  private static long sum(long a, long b) {
    return Math.min(MOST, a + b);
  }

  private static long product(long a, long b) {
    return a != 0 && b > MOST / a ? MOST : a * b;
  }
}
