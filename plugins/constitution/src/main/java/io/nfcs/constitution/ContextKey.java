package io.nfcs.constitution;

import org.jspecify.annotations.Nullable;

/**
 * A key of a context.
 *
 * @param name its name in conditions
 * @param type type of its values
 * @param fallback bits of the value in contexts without one, {@code null} for no fallback; then
 *     policies that need the key are violated
 */
public record ContextKey(String name, Type type, @Nullable Long fallback) {

  /** Type of a key's values. */
  public enum Type {
    /** True or false. */
    BOOL,
    /** A whole number of 64 bits. */
    INT,
    /** A number, neither NaN nor infinite. */
    DOUBLE
  }

  /** Returns the value of some bits: {@link Boolean}, {@link Long} or {@link Double}. */
  public Object value(long bits) {
    return switch (type) {
      case BOOL -> bits != 0;
      case INT -> bits;
      case DOUBLE -> Double.longBitsToDouble(bits);
    };
  }

  /**
   * Returns the bits of a value given as text.
   *
   * @throws IllegalArgumentException if the text is not of the type
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
