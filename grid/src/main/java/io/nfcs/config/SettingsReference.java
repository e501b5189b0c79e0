package io.nfcs.config;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;

/**
 * A writer of declared settings as YAML: each key with its default, and its meaning in a comment.
 */
public final class SettingsReference {
  private static final int WIDTH = 98;

  private final StringBuilder yaml = new StringBuilder();

  /** An empty reference. */
  public SettingsReference() {}

  /**
   * Adds a section with all its keys.
   *
   * @throws IllegalArgumentException if a key is not declared, or a number has no range
   */
  public SettingsReference section(String name, String doc, Class<? extends Record> type) {
    head(name, doc).append(":\n");
    keys("  ", type);
    return this;
  }

  /** Adds a section whose keys are names, with none. */
  public SettingsReference names(String name, String doc) {
    head(name, doc).append(": {}\n");
    return this;
  }

  /** Returns the text of the file. */
  @Override
  public String toString() {
    return yaml.toString();
  }

  /** Returns the range of a number, such as {@code 0.1..1000}. */
  static String range(Setting setting) {
    if (Double.isInfinite(setting.min())) {
      return Double.isInfinite(setting.max())
          ? "what a double holds"
          : plain(setting.max()) + " or less";
    }
    if (Double.isInfinite(setting.max())) {
      return plain(setting.min()) + " or more";
    }
    if (setting.powerOfTwo()) {
      return "a power of two from " + plain(setting.min()) + " to " + plain(setting.max());
    }
    return isAnyWhole(setting)
        ? "any whole number of 64 bits"
        : plain(setting.min()) + ".." + plain(setting.max());
  }

  /** Returns whether a number may have any value of its type. */
  static boolean isAny(Setting setting) {
    return isAnyWhole(setting)
        || (Double.isInfinite(setting.min()) && Double.isInfinite(setting.max()));
  }

  private static boolean isAnyWhole(Setting setting) {
    return setting.min() == Long.MIN_VALUE && setting.max() == Long.MAX_VALUE;
  }

  /**
   * Refuses a number without a range, which would be anything at all. Records in lists and maps are
   * looked at as well.
   */
  private static void check(Class<?> type, RecordComponent component, Setting setting) {
    Class<?> plain = SettingsBinder.element(component.getGenericType());
    boolean isNumber = plain.isPrimitive() && plain != boolean.class;
    if (isNumber && (Double.isInfinite(setting.min()) || Double.isInfinite(setting.max()))) {
      throw new IllegalArgumentException(
          type.getName() + "." + component.getName() + " has no range: @Setting(min, max)");
    }
    if (plain.isRecord() && !component.getType().isRecord()) {
      for (RecordComponent inner : plain.getRecordComponents()) {
        check(plain, inner, SettingsBinder.setting(plain, inner));
      }
    }
  }

  private StringBuilder head(String name, String doc) {
    if (!yaml.isEmpty()) {
      yaml.append('\n');
    }
    comment("", doc);
    return yaml.append(name);
  }

  private void keys(String indent, Class<? extends Record> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      Setting setting = SettingsBinder.setting(type, component);
      check(type, component, setting);
      comment(indent, setting.doc() + facts(setting));
      yaml.append(indent).append(SettingsBinder.key(component));
      if (component.getType().isRecord()) {
        yaml.append(":\n");
        keys(indent + "  ", component.getType().asSubclass(Record.class));
      } else if (setting.value().contains("\n")) {
        yaml.append(":\n").append(setting.value().indent(indent.length() + 2));
      } else {
        yaml.append(": ").append(setting.value()).append('\n');
      }
    }
  }

  private static String facts(Setting setting) {
    boolean ranged = !Double.isInfinite(setting.min());
    if (setting.unit().isEmpty() && !ranged) {
      return ".";
    }
    String separator = setting.unit().isEmpty() || !ranged ? "" : ", ";
    return ". [" + setting.unit() + separator + (ranged ? range(setting) : "") + "]";
  }

  private static String plain(double number) {
    return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
  }

  private void comment(String indent, String text) {
    StringBuilder line = new StringBuilder(indent + "#");
    for (String word : text.split(" ", -1)) {
      if (line.length() + word.length() >= WIDTH) {
        yaml.append(line).append('\n');
        line = new StringBuilder(indent + "#");
      }
      line.append(' ').append(word);
    }
    yaml.append(line).append('\n');
  }
}
