package io.nfcs.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A configuration: sections of keys with their places in the files they came from, bound to records
 * on demand.
 *
 * <p>The keys never change: {@link #overlay} and {@link #with} return another configuration, which
 * has bound no section yet. Binding a section records it as known, with its secret keys, for {@link
 * #refuseUnknown} and {@link #toYaml}.
 *
 * <p><b>Threads.</b> Any: what is bound is recorded in concurrent collections. <b>Fails</b> with a
 * {@link ConfigException} that names file and line, key, value, and what is allowed.
 */
public final class NfcsConfig {
  private static final int CLOSE_ENOUGH = 3;
  private static final int MAX_FILE_BYTES = 1 << 20;

  /** Begins the place of a key that is set by itself. */
  static final String SET = "set ";

  private final ConfigNode.Mapping root;
  private final Set<String> bound = ConcurrentHashMap.newKeySet();

  /** Sections whose keys are known, and which of those are secret. */
  private final Map<String, Set<String>> secrets = new ConcurrentHashMap<>();

  private NfcsConfig(ConfigNode.Mapping root) {
    this.root = root;
  }

  /** Reads a file of at most {@value #MAX_FILE_BYTES} bytes. */
  public static NfcsConfig load(Path file) {
    try {
      return parse(String.valueOf(file.getFileName()), text(file));
    } catch (IOException e) {
      throw new ConfigException(
          "configuration " + file + " cannot be read: " + FileReason.of(file, e));
    }
  }

  private static String text(Path file) throws IOException {
    if (RegularFile.isOther(file)) {
      throw new ConfigException(
          "configuration " + file + " is not a regular file; expected a file of at most 1 MiB");
    }
    String text = RegularFile.text(file, MAX_FILE_BYTES);
    if (text == null) {
      throw new ConfigException(
          "configuration " + file + " has " + Files.size(file) + " bytes; allowed: up to 1 MiB");
    }
    return text;
  }

  /** Reads a text; {@code name} stands for its file in messages. */
  public static NfcsConfig parse(String name, String yaml) {
    if (new YamlReader(name).read(yaml) instanceof ConfigNode.Mapping mapping) {
      return new NfcsConfig(mapping);
    }
    throw new ConfigException(name + ":1: not sections of keys");
  }

  /** Returns this configuration with another laid over it, key by key. */
  public NfcsConfig overlay(NfcsConfig upper) {
    return new NfcsConfig((ConfigNode.Mapping) root.overlay(upper.root));
  }

  /**
   * Returns this configuration with one key set.
   *
   * @param key section and key, such as {@code orchestrator.hz}
   * @param value text of the value as in a file; names with keys replace all that were there, where
   *     {@link #overlay} merges them
   */
  public NfcsConfig with(String key, String value) {
    List<String> path = List.of(key.split("\\.", -1));
    if (path.size() < 2) {
      throw new ConfigException(key + ": a key is section.key, such as orchestrator.hz");
    }
    if (value.isBlank()) {
      throw new ConfigException(SET + key + ": nothing is given; expected a value, '' for no text");
    }
    ConfigNode node = new YamlReader(SET + key).read(value);
    return new NfcsConfig(root.put(path, node));
  }

  /**
   * Binds a section; missing keys, or all of a missing section, have their defaults.
   *
   * @param type a record whose components all carry {@link Setting}; an {@link
   *     IllegalArgumentException} of its constructor refuses the section
   * @throws IllegalArgumentException if a component has no {@link Setting}
   */
  public <R extends Record> R section(String name, Class<R> type) {
    declare(name, type, name);
    return SettingsBinder.bind(type, block(name), name);
  }

  /**
   * Returns the first key of a section whose value differs from the earlier one, with both values;
   * {@code null} if all are equal.
   */
  public @Nullable String difference(
      NfcsConfig before, String section, Class<? extends Record> type) {
    return SettingsBinder.difference(
        section(section, type), before.section(section, type), section);
  }

  /**
   * Binds a section with a member of another laid over it, such as {@code caches.fields} over
   * {@code cache}.
   *
   * @param members section whose keys are names, each with keys of section {@code name}
   * @param member name of a member; if it is missing, the section alone is bound
   */
  public <R extends Record> R section(String name, String members, String member, Class<R> type) {
    ConfigNode own = members(members).entries().get(member);
    if (own == null) {
      return section(name, type);
    }
    declare(name, type, name);
    declare(members, type, members + "." + member);
    return SettingsBinder.bind(type, block(name).overlay(own), members + "." + member);
  }

  /**
   * Binds a member of a section whose keys are names.
   *
   * @throws IllegalArgumentException if there is no such member, see {@link #memberNames}
   */
  public <R extends Record> R member(String members, String member, Class<R> type) {
    ConfigNode own = members(members).entries().get(member);
    if (own == null) {
      throw new IllegalArgumentException(members + " has no " + member);
    }
    declare(members, type, members + "." + member);
    return SettingsBinder.bind(type, own, members + "." + member);
  }

  /**
   * Returns the place where the text of a member's key begins, or {@code null} if it is not given.
   */
  public @Nullable ConfigPlace place(String members, String member, String key) {
    return members(members).entries().get(member) instanceof ConfigNode.Mapping own
            && own.entries().get(key) instanceof ConfigNode.Scalar scalar
        ? scalar.place()
        : null;
  }

  /** Returns the file and line of a member of a section whose keys are names. */
  public String position(String members, String member) {
    ConfigNode own = members(members).entries().get(member);
    return own == null ? root.position() : own.position();
  }

  /** Returns the names of the members of a section whose keys are names. */
  public Set<String> memberNames(String section) {
    return members(section).entries().keySet();
  }

  /**
   * Refuses sections that nobody has bound, except for those that will be {@code boundLater}; to be
   * called when all others are bound.
   */
  public void refuseUnknown(String... boundLater) {
    bound.addAll(List.of(boundLater));
    root.entries()
        .forEach((name, block) -> {
          if (!bound.contains(name)) {
            throw new ConfigException(
                block.position() + ": unknown section '" + name + "'" + allowed(name, bound));
          }
        });
  }

  /**
   * Returns this configuration as YAML that {@link #parse} reads back: a line for each key, without
   * secrets. In unbound sections, values that look like secrets are left out.
   */
  public String toYaml() {
    return yaml(root.map("", this::hidden));
  }

  /**
   * Returns this configuration as {@link #toYaml} does, secrets included, for files that only their
   * owner can read.
   */
  public String toYamlWithSecrets() {
    return yaml(root);
  }

  private ConfigNode.Scalar hidden(String path, ConfigNode.Scalar value) {
    int dot = path.indexOf('.');
    Set<String> known = secrets.get(dot < 0 ? path : path.substring(0, dot));
    if (known == null) {
      return value.withText(Secret.ofKey(path, value.text()));
    }
    return known.contains(path) ? value.withText(new Secret(value.text()).toString()) : value;
  }

  private static String yaml(ConfigNode.Mapping root) {
    StringBuilder yaml = new StringBuilder();
    root.entries()
        .forEach((name, block) -> {
          if (block instanceof ConfigNode.Mapping section) {
            yaml.append(ConfigNode.Scalar.key(name))
                .append(section.entries().isEmpty() ? ": {}\n" : ":\n");
            section
                .entries()
                .forEach((key, value) ->
                    yaml.append("  " + ConfigNode.Scalar.key(key) + ": " + value.flow() + "\n"));
          } else {
            yaml.append(ConfigNode.Scalar.key(name) + ": " + block.flow() + "\n");
          }
        });
    return yaml.toString();
  }

  private void declare(String section, Class<? extends Record> type, String path) {
    bound.add(section);
    // a section never counts as known without its secret keys
    secrets.merge(section, SettingsBinder.secrets(type, path), NfcsConfig::union);
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> all = new HashSet<>(some);
    all.addAll(others);
    return all;
  }

  private ConfigNode block(String name) {
    return root.entries().getOrDefault(name, new ConfigNode.Mapping(root.position(), Map.of()));
  }

  private ConfigNode.Mapping members(String section) {
    bound.add(section);
    ConfigNode block = block(section);
    if (block instanceof ConfigNode.Mapping mapping) {
      return mapping;
    }
    throw new ConfigException(
        block.position()
            + ": "
            + section
            + ": "
            + block.shown(section)
            + " is not a block; expected names with keys");
  }

  /** Returns the end of a message about an unknown name: the allowed names. */
  static String allowed(String name, Collection<String> known) {
    List<String> sorted = new ArrayList<>(known);
    sorted.sort(null);
    return sorted.stream()
            .filter(candidate -> distance(name, candidate) < CLOSE_ENOUGH)
            .findFirst()
            .map(close -> "; did you mean " + close + "?")
            .orElse(".")
        + " Allowed: "
        + sorted;
  }

  /** Returns the number of edits that turn one word into another (Levenshtein, 1966). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j - 1], diagonal) + 1);
      }
    }
    return row[b.length()];
  }
}
