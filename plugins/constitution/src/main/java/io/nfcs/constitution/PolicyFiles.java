package io.nfcs.constitution;

import io.nfcs.config.ConfigException;
import io.nfcs.config.ConfigPlace;
import io.nfcs.config.FileReason;
import io.nfcs.config.NfcsConfig;
import io.nfcs.config.RegularFile;
import io.nfcs.config.Setting;
import io.nfcs.constitution.cel.Condition;
import io.nfcs.constitution.cel.ConditionCompiler;
import io.nfcs.constitution.cel.ConditionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A reader of policies: files with a section {@code context} of keys and a section {@code
 * policies}.
 *
 * <p><b>Fails</b> with a {@link ConfigException} that names file, line and column.
 */
final class PolicyFiles {
  /** Name of the operation in conditions. */
  static final String OPERATION = "operation";

  private static final int MAX_FILE_BYTES = 1 << 20;
  private static final int MAX_POLICIES = 1000;
  private static final int MAX_KEYS = 256;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
  private static final String CONTEXT = "context";
  private static final String POLICIES = "policies";

  private PolicyFiles() {}

  /** A rule with its condition. */
  record Rule(Policy policy, Condition condition) {}

  /** A key as written in a file. */
  record KeyText(
      @Setting(doc = "bool, int or double") ContextKey.Type type,
      @Setting(doc = "Value for contexts without one, empty for none", value = "''")
          String byDefault) {}

  /** A policy as written in a file. */
  record PolicyText(
      @Setting(doc = "Subject of the policy", value = "operational") Policy.Type type,
      @Setting(doc = "Priority, 10 is the highest", value = "5", min = 1, max = 10) int priority,
      @Setting(doc = "Whether it is applied", value = "active") Policy.Status status,
      @Setting(
              doc = "Enforcement on a violation, 1 is the strictest",
              value = "1.0",
              min = 0,
              max = 1)
          double enforcement,
      @Setting(doc = "Operations it applies to, all if there are none", value = "[]")
          List<String> operations,
      @Setting(doc = "Condition that is true on compliance") String condition,
      @Setting(doc = "Text for people", value = "''") String message) {}

  /** Returns the texts of all files {@code *.yaml} of a folder, in the order of their names. */
  static SortedMap<String, String> texts(Path folder) {
    SortedMap<String, String> texts = new TreeMap<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.yaml")) {
      for (Path file : found) {
        texts.put(String.valueOf(file.getFileName()), text(file));
      }
      return texts;
    } catch (IOException e) {
      throw unreadable(folder, e);
    } catch (DirectoryIteratorException e) {
      throw unreadable(folder, Objects.requireNonNull(e.getCause()));
    }
  }

  private static ConfigException unreadable(Path folder, IOException why) {
    return new ConfigException(
        "constitution.policies: "
            + folder
            + " cannot be read: "
            + FileReason.of(folder, why)
            + "; expected a folder of files *.yaml");
  }

  private static String text(Path file) throws IOException {
    String text = RegularFile.text(file, MAX_FILE_BYTES);
    if (text == null) {
      throw new ConfigException(
          file + ": " + Files.size(file) + " bytes, allowed " + MAX_FILE_BYTES);
    }
    return text;
  }

  /** Returns several files as one configuration. */
  static NfcsConfig load(String name, SortedMap<String, String> texts) {
    NfcsConfig all = NfcsConfig.parse(name, "");
    for (Map.Entry<String, String> file : texts.entrySet()) {
      all = with(all, NfcsConfig.parse(file.getKey(), file.getValue()));
    }
    return all;
  }

  /** Returns the policies in this jar. */
  static NfcsConfig builtIn() {
    NfcsConfig all = NfcsConfig.parse("policies", "");
    for (String name : List.of("fundamental.yaml", "loop.yaml")) {
      String resource = "/META-INF/nfcs/policies/" + name;
      try (InputStream file = PolicyFiles.class.getResourceAsStream(resource)) {
        if (file == null) {
          throw new ConfigException(resource + " is not in the jar");
        }
        String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        all = with(all, NfcsConfig.parse(name, text));
      } catch (IOException e) {
        throw new ConfigException(resource + " cannot be read: " + e);
      }
    }
    return all;
  }

  private static NfcsConfig with(NfcsConfig all, NfcsConfig file) {
    for (String section : List.of(CONTEXT, POLICIES)) {
      for (String name : file.memberNames(section)) {
        if (all.memberNames(section).contains(name)) {
          throw new ConfigException(
              file.position(section, name)
                  + ": "
                  + section
                  + "."
                  + name
                  + " stands already at "
                  + all.position(section, name));
        }
      }
    }
    file.refuseUnknown();
    return all.overlay(file);
  }

  static List<ContextKey> keys(NfcsConfig files) {
    List<ContextKey> keys = new ArrayList<>();
    for (String name : new TreeSet<>(files.memberNames(CONTEXT))) {
      KeyText text = files.member(CONTEXT, name, KeyText.class);
      String at = files.position(CONTEXT, name) + ": " + CONTEXT + ".";
      if (!NAME.matcher(name).matches() || name.equals(OPERATION)) {
        throw new ConfigException(at + name + ": not a name of a key, allowed: " + NAME);
      }
      try {
        ContextKey key = new ContextKey(name, text.type(), null);
        String fallback = text.byDefault();
        keys.add(fallback.isEmpty() ? key : new ContextKey(name, text.type(), key.bits(fallback)));
      } catch (IllegalArgumentException refused) {
        throw new ConfigException(at + refused.getMessage());
      }
    }
    return limited(CONTEXT, keys, MAX_KEYS);
  }

  /** Returns all rules of any status, the highest priority first. */
  static List<Rule> rules(NfcsConfig files, List<ContextKey> keys) {
    ConditionCompiler compiler =
        new ConditionCompiler(
            names(keys, ContextKey.Type.BOOL),
            names(keys, ContextKey.Type.INT),
            names(keys, ContextKey.Type.DOUBLE),
            List.of(OPERATION));
    List<Rule> rules = new ArrayList<>();
    for (String id : limited(POLICIES, List.copyOf(files.memberNames(POLICIES)), MAX_POLICIES)) {
      rules.add(rule(files, id, compiler));
    }
    rules.sort((a, b) ->
        a.policy().priority() == b.policy().priority()
            ? a.policy().id().compareTo(b.policy().id())
            : b.policy().priority() - a.policy().priority());
    return rules;
  }

  private static Rule rule(NfcsConfig files, String id, ConditionCompiler compiler) {
    PolicyText text = files.member(POLICIES, id, PolicyText.class);
    try {
      return new Rule(
          new Policy(
              id,
              text.type(),
              text.priority(),
              text.status(),
              text.enforcement(),
              text.operations(),
              text.condition(),
              text.message()),
          compiler.compile(text.condition()));
    } catch (ConditionException refused) {
      ConfigPlace place = files.place(POLICIES, id, "condition");
      String at =
          place == null ? files.position(POLICIES, id) : place.of(refused.line(), refused.column());
      throw new ConfigException(
          at + ": " + POLICIES + "." + id + ".condition: " + refused.getMessage());
    }
  }

  private static <T> List<T> limited(String section, List<T> members, int most) {
    if (members.size() > most) {
      throw new ConfigException(section + ": " + members.size() + " members, allowed " + most);
    }
    return members;
  }

  private static List<String> names(List<ContextKey> keys, ContextKey.Type type) {
    return keys.stream().filter(key -> key.type() == type).map(ContextKey::name).toList();
  }
}
