package io.nfcs.tick;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A quantity that a stage computes on every tick, declared once: the columns of table {@code TICK},
 * the metrics, the page, the dump of a journal and the dashboard are derived from the declaration.
 *
 * @param name its name in the journal, {@code stage.quantity}, of the form {@code
 *     [a-z][a-z0-9_-]*\.[a-z][a-z0-9_]*} if a factory method makes it
 * @param kind kind of its values
 * @param unit the unit of its values, empty for none
 * @param help its description, as a sentence
 * @param codes the names of the values 0, 1, ... of a {@link Kind#CODE}; empty for the other kinds
 * @param key its name in JSON and, in upper case, its column in {@code TICK}, of the form {@code
 *     [a-z][a-z0-9_]*}
 * @param metric its name among the metrics, of the same form
 */
public record Quantity(
    String name,
    Kind kind,
    String unit,
    String help,
    List<String> codes,
    String key,
    String metric) {
  /** Kind of a quantity's values. */
  public enum Kind {
    /** Finite floating-point numbers; NaN is "not computed". */
    DOUBLE(0),
    /** Counts from 0; -1 is "not computed". */
    LONG(1),
    /** Numbers of named values from 0; -1 is "not computed". */
    CODE(2);

    private final short number;

    Kind(int number) {
      this.number = (short) number;
    }

    /** Returns its number in a journal. */
    public short number() {
      return number;
    }

    /** Returns the kind of a number in a journal. */
    public static Kind of(int number) {
      for (Kind kind : values()) {
        if (kind.number == number) {
          return kind;
        }
      }
      throw new IllegalArgumentException(
          "kind " + number + " of a quantity is unknown, allowed 0..2");
    }
  }

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]*\\.[a-z][a-z0-9_]*");
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]*");

  /**
   * Copies the list and checks key, metric and codes.
   *
   * @throws IllegalArgumentException if one of them is malformed, a code is named twice, or only a
   *     part of kind and codes says {@link Kind#CODE}
   */
  public Quantity {
    codes = List.copyOf(codes);
    check("key of " + name, key, WORD);
    check("metric of " + name, metric, WORD);
    codes.forEach(code -> check("code of " + name, code, WORD));
    if ((kind == Kind.CODE) == codes.isEmpty() || new HashSet<>(codes).size() != codes.size()) {
      throw new IllegalArgumentException(
          "codes of " + name + ": " + codes + ", allowed are distinct ones of a CODE only");
    }
  }

  /** Returns a floating-point number. */
  public static Quantity number(String name, String unit, String help) {
    return of(name, Kind.DOUBLE, unit, help, List.of());
  }

  /** Returns a count. */
  public static Quantity count(String name, String unit, String help) {
    return of(name, Kind.LONG, unit, help, List.of());
  }

  /** Returns one of several named values; the first has the number 0. */
  public static Quantity code(String name, String help, String... codes) {
    return of(name, Kind.CODE, "", help, Arrays.asList(codes));
  }

  /** Returns this quantity with another key and another metric. */
  public Quantity as(String otherKey, String otherMetric) {
    return new Quantity(name, kind, unit, help, codes, otherKey, otherMetric);
  }

  /** Returns its column in table {@code TICK}. */
  public String column() {
    return key.toUpperCase(Locale.ROOT);
  }

  /** Returns a parameter, which the host sets on every tick. */
  static Quantity parameter(String name) {
    String key = keyOf(name);
    return new Quantity(
        name, Kind.DOUBLE, "", "Parameter " + name + ".", List.of(), key, "nfcs_" + key);
  }

  private static Quantity of(String name, Kind kind, String unit, String help, List<String> codes) {
    check("name of a quantity", name, NAME);
    String key = keyOf(name);
    return new Quantity(name, kind, unit, help, codes, key, "nfcs_" + key);
  }

  /** Returns a key, with underscores for characters other than letters and digits. */
  private static String keyOf(String name) {
    String key = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
    return WORD.matcher(key).matches() ? key : "x" + key;
  }

  private static void check(String what, String given, Pattern allowed) {
    if (!allowed.matcher(given).matches()) {
      throw new IllegalArgumentException(what + ": " + given + ", allowed is " + allowed);
    }
  }
}
