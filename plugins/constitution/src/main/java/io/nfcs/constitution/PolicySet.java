package io.nfcs.constitution;

import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.constitution.PolicyFiles.Rule;
import io.nfcs.tick.Document;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * A consistent set of policies: read, compiled and checked.
 *
 * <p><b>Threads.</b> Any: immutable. <b>Fails.</b> Reading fails with a {@link
 * io.nfcs.config.ConfigException} that names file, line and column of the first error; a set is
 * never partly read.
 */
public final class PolicySet {
  private final String text;
  private final long digest;
  private final List<ContextKey> keys;
  private final List<Policy> policies;
  private final Map<String, Plan> plans = new HashMap<>();
  private final Plan others;
  private int planned;

  private PolicySet(NfcsConfig files) {
    text = files.toYamlWithSecrets();
    digest = Document.digest(text);
    keys = List.copyOf(PolicyFiles.keys(files));
    List<Rule> rules = PolicyFiles.rules(files, keys);
    policies = rules.stream().map(Rule::policy).toList();
    List<Rule> active =
        rules.stream().filter(rule -> rule.policy().status() == Policy.Status.ACTIVE).toList();
    if (active.isEmpty()) {
      throw new ConfigException(files.position("policies", "") + ": no policy is active");
    }
    Set<String> operations = new TreeSet<>();
    active.forEach(rule -> operations.addAll(rule.policy().operations()));
    others = plan(active, "");
    operations.forEach(operation -> plans.put(operation, plan(active, operation)));
    files.refuseUnknown();
  }

  /**
   * Returns the policies of all files {@code *.yaml} of a folder.
   *
   * @throws io.nfcs.config.ConfigException if a file cannot be read or has an error, or no policy
   *     is active
   */
  public static PolicySet load(Path folder) {
    return of(folder.toString(), PolicyFiles.texts(folder));
  }

  /** Returns the policies of several files, by their names. */
  static PolicySet of(String folder, SortedMap<String, String> texts) {
    return new PolicySet(PolicyFiles.load(folder, texts));
  }

  /** Returns the four fundamental policies, and those of the loop. */
  public static PolicySet builtIn() {
    return new PolicySet(PolicyFiles.builtIn());
  }

  /**
   * Returns the policies of a text.
   *
   * @param name name of its file in messages
   */
  public static PolicySet parse(String name, String text) {
    return new PolicySet(NfcsConfig.parse(name, text));
  }

  /** Returns the set as a text, from which {@link #parse} makes an equal set. */
  public String text() {
    return text;
  }

  /** Returns the digest of the text: equal sets have equal ones, on every machine. */
  public long digest() {
    return digest;
  }

  /** Returns all policies of any status, the highest priority first. */
  public List<Policy> policies() {
    return policies;
  }

  /** Returns the keys of the set's contexts. */
  public List<ContextKey> keys() {
    return keys;
  }

  /** Returns an empty context, to be reused. */
  public PolicyContext newContext() {
    return new PolicyContext(this);
  }

  /**
   * Returns the verdict on a context, evaluated without a cache and as of epoch 0.
   *
   * @param context made by {@link #newContext} of this set
   */
  public Verdict evaluate(PolicyContext context) {
    return plan(context.operation()).evaluate(context, 0);
  }

  /** Returns the number of plans, which is above all their numbers. */
  int planCount() {
    return planned;
  }

  Plan plan(String operation) {
    Plan own = plans.get(operation);
    return own == null ? others : own;
  }

  private Plan plan(List<Rule> active, String operation) {
    List<Rule> applied = new ArrayList<>();
    for (Rule rule : active) {
      List<String> operations = rule.policy().operations();
      if (operations.isEmpty() || operations.contains(operation)) {
        applied.add(rule);
      }
    }
    return new Plan(planned++, applied, keys);
  }
}
