package io.nfcs.grid.tier;

/**
 * A pattern in which {@code *} stands for any characters and {@code ?} for one; matched in time
 * linear in text and pattern for each star, without recursion.
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
}
