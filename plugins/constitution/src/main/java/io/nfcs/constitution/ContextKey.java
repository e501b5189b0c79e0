package io.nfcs.constitution;

import org.jspecify.annotations.Nullable;

/**
 * A key of a context.
 *
 * @param name its name in conditions
 * @param type what its values are
 * @param fallback bits of the value where a context has none, {@code null} if there is none; then
 *     the policies that need it are violated
 */
public record ContextKey(String name, Type type, @Nullable Long fallback) {

  /** What the values of a key are. */
  public enum Type {
    /** True or false. */
    BOOL,
    /** A whole number of 64 bits. */
    INT,
    /** A number, neither NaN nor infinite. */
    DOUBLE
  }

  /**
   * Returns the value that some bits stand for: {@link Boolean}, {@link Long} or {@link Double}.
   */
  public Object value(long bits) {
    return switch (type) {
      case BOOL -> bits != 0;
      case INT -> bits;
      case DOUBLE -> Double.longBitsToDouble(bits);
    };
  }

  /**
   * Returns the bits of a value that is written down.
   *
   * @throws IllegalArgumentException if it is none of the type
   */
  public long bits(String text) {
    try {
      return switch (type) {
        case BOOL -> bool(text);
        case INT -> Long.parseLong(text);
        case DOUBLE -> bits(Double.parseDouble(text));
      };
    } catch (NumberFormatException e) {
      throw refused(text);
    }
  }

  /** Returns the bits of a number; minus zero is zero. */
  long bits(double value) {
    if (!Double.isFinite(value)) {
      throw refused(Double.toString(value));
    }
    return Double.doubleToRawLongBits(value + 0.0);
  }

  private long bool(String text) {
    return switch (text) {
      case "true" -> 1;
      case "false" -> 0;
      default -> throw refused(text);
    };
  }

  private IllegalArgumentException refused(String text) {
    String allowed =
        switch (type) {
          case BOOL -> "true or false";
          case INT -> "a whole number of 64 bits";
          case DOUBLE -> "a finite number";
        };
    return new IllegalArgumentException(name + ": " + text + ", allowed: " + allowed);
  }
}
