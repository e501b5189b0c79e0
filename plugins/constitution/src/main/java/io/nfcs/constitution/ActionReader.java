package io.nfcs.constitution;

import io.nfcs.tick.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A reader of a batch of actions, one a line, as {@code operation key=value key=value}.
 *
 * <p>An operation is of lower-case letters, digits, dots, hyphens and underscores. A malformed line
 * is reported, and the next lines are read.
 *
 * <p><b>Threads.</b> One at a time. <b>Allocates</b> for a new operation, for a number of more than
 * fifteen digits or with an exponent, and for an error.
 */
final class ActionReader {
  private static final int MAX_OPERATIONS = 1024;
  private static final int MAX_DIGITS = 15;

  private final List<byte[]> operations = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final PolicyContext context;
  private final byte[][] keys;
  private DirectBuffer buffer;
  private int position;
  private int end;
  private int lineEnd;
  private @Nullable String error;

  ActionReader(PolicyContext context, Payload none) {
    this.context = context;
    keys = new byte[context.keys().size()][];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = context.keys().get(i).name().getBytes(StandardCharsets.UTF_8);
    }
    buffer = none.buffer();
  }

  /** Begins at the first action of a batch. */
  void begin(Payload actions) {
    buffer = actions.buffer();
    position = 0;
    end = actions.length();
  }

  /** Reads the next action into the context; returns whether there was one. */
  boolean next() {
    while (position < end && isSpace(at(position))) {
      position++;
    }
    if (position == end) {
      return false;
    }
    lineEnd = position;
    while (lineEnd < end && at(lineEnd) != '\n') {
      lineEnd++;
    }
    error = null;
    try {
      readLine();
    } catch (IllegalArgumentException wrong) {
      error = String.valueOf(wrong.getMessage());
    }
    position = lineEnd;
    return true;
  }

  /** Returns the error of the action read last, {@code null} if there is none. */
  @Nullable String error() {
    return error;
  }

  private void readLine() {
    int from = position;
    int to = wordEnd(from);
    context.begin(operation(from, to));
    for (from = skip(to); from < lineEnd; from = skip(to)) {
      to = wordEnd(from);
      assign(from, to);
    }
  }

  private void assign(int from, int to) {
    int equals = from;
    while (equals < to && at(equals) != '=') {
      equals++;
    }
    int key = key(from, equals);
    if (key < 0 || equals == to) {
      throw new IllegalArgumentException(
          text(from, to) + " is not key=value, allowed keys: " + names(context));
    }
    ContextKey declared = context.keys().get(key);
    if (declared.type() == ContextKey.Type.DOUBLE && isShort(equals + 1, to)) {
      context.set(key, number(equals + 1, to));
    } else if (declared.type() == ContextKey.Type.BOOL && matches("true", equals + 1, to)) {
      context.set(key, true);
    } else if (declared.type() == ContextKey.Type.BOOL && matches("false", equals + 1, to)) {
      context.set(key, false);
    } else if (declared.type() == ContextKey.Type.INT && isShort(equals + 1, to) && isWhole(to)) {
      context.set(key, (long) number(equals + 1, to));
    } else {
      context.set(declared.name(), text(equals + 1, to));
    }
  }

  private boolean isWhole(int to) {
    for (int i = to - 1; at(i) != '='; i--) {
      if (at(i) == '.') {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns whether a text is a short number: digits with at most one dot and a sign, few enough to
   * be exact.
   */
  private boolean isShort(int from, int to) {
    int first = from < to && at(from) == '-' ? from + 1 : from;
    int digits = 0;
    int dots = 0;
    for (int i = first; i < to; i++) {
      byte c = at(i);
      digits += c >= '0' && c <= '9' ? 1 : 0;
      dots += c == '.' ? 1 : 0;
    }
    return digits >= 1 && digits <= MAX_DIGITS && dots <= 1 && digits + dots == to - first;
  }

  /**
   * Returns a short number: both the digits and the power of ten are exact, so their quotient is
   * the nearest double (Clinger, 1990).
   */
  private double number(int from, int to) {
    long digits = 0;
    double scale = 1;
    boolean isBehindDot = false;
    for (int i = from; i < to; i++) {
      byte c = at(i);
      if (c == '.') {
        isBehindDot = true;
      } else if (c != '-') {
        digits = 10 * digits + c - '0';
        scale *= isBehindDot ? 10 : 1;
      }
    }
    return (at(from) == '-' ? -digits : digits) / scale;
  }

  private String operation(int from, int to) {
    for (int i = 0; i < operations.size(); i++) {
      if (matches(operations.get(i), from, to)) {
        return names.get(i);
      }
    }
    for (int i = from; i < to; i++) {
      if (!isOfOperation(at(i))) {
        throw new IllegalArgumentException(
            text(from, to) + " is not an operation, allowed: lower-case letters, digits, . - _");
      }
    }
    String name = text(from, to);
    if (operations.size() < MAX_OPERATIONS) {
      operations.add(name.getBytes(StandardCharsets.UTF_8));
      names.add(name);
    }
    return name;
  }

  private static boolean isOfOperation(byte c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  }

  private int key(int from, int to) {
    for (int i = 0; i < keys.length; i++) {
      if (matches(keys[i], from, to)) {
        return i;
      }
    }
    return -1;
  }

  private boolean matches(byte[] word, int from, int to) {
    if (word.length != to - from) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (word[i] != at(from + i)) {
        return false;
      }
    }
    return true;
  }

  private boolean matches(String word, int from, int to) {
    if (word.length() != to - from) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) != at(from + i)) {
        return false;
      }
    }
    return true;
  }

  private int wordEnd(int from) {
    int to = from;
    while (to < lineEnd && !isSpace(at(to))) {
      to++;
    }
    return to;
  }

  private int skip(int from) {
    int to = from;
    while (to < lineEnd && isSpace(at(to))) {
      to++;
    }
    return to;
  }

  private byte at(int index) {
    return buffer.getByte(index);
  }

  private String text(int from, int to) {
    byte[] bytes = new byte[to - from];
    buffer.getBytes(from, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static boolean isSpace(byte c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  private static List<String> names(PolicyContext context) {
    return context.keys().stream().map(ContextKey::name).toList();
  }
}
