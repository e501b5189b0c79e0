package io.nfcs.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A value of a configuration file and where it stands. */
sealed interface ConfigNode {
  /** Returns the position of the node: {@code file:line}. */
  String position();

  /** Returns the node as YAML in flow style on one line. */
  String flow();

  /**
   * Returns the node as {@link #flow} does, without values that look like secrets, for messages.
   */
  default String shown(String path) {
    return map(path, (place, value) -> value.withText(Secret.ofKey(place, value.text()))).flow();
  }

  /** Returns the value that results when {@code other} is laid over this one. */
  default ConfigNode overlay(ConfigNode other) {
    return other;
  }

  /**
   * Returns this node with every single value changed by a function of its path of keys and the
   * value.
   */
  ConfigNode map(String path, BiFunction<String, Scalar, Scalar> change);

  /** A single value. */
  record Scalar(String position, String text, boolean quoted, ConfigPlace place)
      implements ConfigNode {
    /** Means the same in a block, in a flow and as a key. */
    private static final Pattern PLAIN = Pattern.compile("-?[\\w./+]([\\w./+ -]*[\\w./+-])?");

    private static final Pattern SINGLE_QUOTED = Pattern.compile("[\\x20-\\x7e]*");

    @Override
    public String flow() {
      return !quoted && PLAIN.matcher(text).matches() ? text : quote(text);
    }

    @Override
    public ConfigNode map(String path, BiFunction<String, Scalar, Scalar> change) {
      return change.apply(path, this);
    }

    Scalar withText(String other) {
      return other.equals(text) ? this : new Scalar(position, other, quoted, place);
    }

    static String key(String name) {
      return PLAIN.matcher(name).matches() ? name : quote(name);
    }

    private static String quote(String text) {
      return SINGLE_QUOTED.matcher(text).matches()
          ? "'" + text.replace("'", "''") + "'"
          : text.chars().mapToObj(Scalar::escaped).collect(Collectors.joining("", "\"", "\""));
    }

    private static String escaped(int unit) {
      boolean itself = unit >= 0x20 && unit < 0x7f && unit != '"' && unit != '\\';
      return itself || Character.isSurrogate((char) unit)
          ? String.valueOf((char) unit)
          : String.format(Locale.ROOT, "\\u%04x", unit);
    }
  }

  /** A list. */
  record Sequence(String position, List<ConfigNode> items) implements ConfigNode {
    @Override
    public String flow() {
      return items.stream().map(ConfigNode::flow).collect(Collectors.joining(", ", "[", "]"));
    }

    @Override
    public ConfigNode map(String path, BiFunction<String, Scalar, Scalar> change) {
      return new Sequence(position, items.stream().map(item -> item.map(path, change)).toList());
    }
  }

  /** Values by key, in the order of the file. */
  record Mapping(String position, Map<String, ConfigNode> entries) implements ConfigNode {
    @Override
    public String flow() {
      return entries.entrySet().stream()
          .map(entry -> Scalar.key(entry.getKey()) + ": " + entry.getValue().flow())
          .collect(Collectors.joining(", ", "{", "}"));
    }

    @Override
    public Mapping map(String path, BiFunction<String, Scalar, Scalar> change) {
      Map<String, ConfigNode> changed = new LinkedHashMap<>();
      String prefix = path.isEmpty() ? "" : path + ".";
      entries.forEach((key, value) -> changed.put(key, value.map(prefix + key, change)));
      return new Mapping(position, changed);
    }

    @Override
    public ConfigNode overlay(ConfigNode other) {
      if (!(other instanceof Mapping upper)) {
        return other;
      }
      Map<String, ConfigNode> merged = new LinkedHashMap<>(entries);
      upper.entries.forEach((key, value) -> merged.merge(key, value, ConfigNode::overlay));
      return new Mapping(upper.position, merged);
    }

    /** Returns this mapping with the value at a path of keys replaced. */
    Mapping put(List<String> path, ConfigNode value) {
      String key = path.getFirst();
      if (path.size() == 1) {
        return put(key, value);
      }
      Mapping below =
          entries.get(key) instanceof Mapping there ? there : new Mapping(position, Map.of());
      return put(key, below.put(path.subList(1, path.size()), value));
    }

    Mapping put(String key, ConfigNode value) {
      Map<String, ConfigNode> changed = new LinkedHashMap<>(entries);
      changed.put(key, value);
      return new Mapping(position, changed);
    }
  }
}
