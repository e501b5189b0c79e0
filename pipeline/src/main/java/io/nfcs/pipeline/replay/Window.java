package io.nfcs.pipeline.replay;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Some ticks of a run, one after the other.
 *
 * @param from number of the first
 * @param to number of the last
 */
public record Window(long from, long to) {
  /** Refuses a window that ends before it begins. */
  public Window {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException(
          "window from " + from + " to " + to + ", expected 0 <= from <= to");
    }
  }

  /** Returns whether a tick is in the window. */
  public boolean contains(long tick) {
    return from <= tick && tick <= to;
  }

  /** Returns the number of ticks. */
  public long ticks() {
    return to - from + 1;
  }

  /** Returns the fewest windows that cover the ticks around some ticks, in their order. */
  public static List<Window> around(Collection<Long> ticks, long reach, Window within) {
    List<Window> windows = new ArrayList<>();
    for (long tick : ticks.stream().sorted(Comparator.naturalOrder()).toList()) {
      long from = Math.max(within.from, tick - reach);
      if (!windows.isEmpty() && from <= windows.getLast().to + 1) {
        from = windows.removeLast().from;
      }
      windows.add(new Window(from, Math.min(within.to, tick + reach)));
    }
    return windows;
  }

  /** Returns the windows as a text such as {@code 0-99,200-299}, which {@link #parse} reads. */
  public static String text(List<Window> windows) {
    return windows.stream()
        .map(window -> window.from + "-" + window.to)
        .collect(Collectors.joining(","));
  }

  /** Parses a result of {@link #text}. */
  public static List<Window> parse(String text) {
    List<Window> windows = new ArrayList<>();
    for (String each : text.split(",", -1)) {
      int dash = each.indexOf('-');
      windows.add(
          new Window(
              Long.parseLong(each.substring(0, dash)), Long.parseLong(each.substring(dash + 1))));
    }
    return windows;
  }

  /** Returns both ends, in words. */
  @Override
  public String toString() {
    return to == Long.MAX_VALUE ? "ticks from " + from + " on" : "ticks " + from + " to " + to;
  }
}
