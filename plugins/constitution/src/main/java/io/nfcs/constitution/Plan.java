package io.nfcs.constitution;

import io.nfcs.constitution.PolicyFiles.Rule;
import io.nfcs.constitution.cel.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The policies that apply to an operation.
 *
 * <p>Its projection of a context has, in this order: for each word of 64 keys the keys that are
 * read and have a value, and the truth values that are read; then for each number that is read its
 * {@link KeyView}. That is all that the conditions can depend on, so contexts of equal projections
 * have equal verdicts.
 *
 * <p><b>Threads.</b> Any: immutable.
 */
final class Plan {
  private final int index;
  private final List<Rule> rules;
  private final KeyView[] views;
  private final long[] read;
  private final long[] bools;
  private final boolean readsOperation;

  /**
   * Creates the plan of active rules, the highest priority first.
   *
   * @param index its number in the set
   */
  Plan(int index, List<Rule> rules, List<ContextKey> keys) {
    this.index = index;
    this.rules = rules;
    Map<String, SortedSet<Double>> cuts = new TreeMap<>();
    Set<String> whole = new TreeSet<>();
    for (Rule rule : rules) {
      for (String name : rule.condition().read()) {
        Set<Double> own = rule.condition().cuts().get(name);
        cuts.computeIfAbsent(name, key -> new TreeSet<>()).addAll(own == null ? Set.of() : own);
        if (own == null) {
          whole.add(name);
        }
      }
    }
    readsOperation = cuts.containsKey(PolicyFiles.OPERATION);
    read = KeyBits.none(keys.size());
    bools = KeyBits.none(keys.size());
    List<KeyView> numbers = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      ContextKey key = keys.get(i);
      if (cuts.containsKey(key.name())) {
        KeyBits.set(read, i, true);
        if (key.type() == ContextKey.Type.BOOL) {
          KeyBits.set(bools, i, true);
        } else {
          boolean isWhole = whole.contains(key.name());
          numbers.add(new KeyView(i, key.type(), isWhole ? null : cuts.get(key.name())));
        }
      }
    }
    views = numbers.toArray(KeyView[]::new);
  }

  int index() {
    return index;
  }

  /** Returns an empty projection for {@link #project}. */
  Projection newProjection() {
    return new Projection(read.length + bools.length + views.length);
  }

  void project(PolicyContext context, Projection target) {
    target.begin(readsOperation ? context.operation() : "");
    int next = 0;
    for (int word = 0; word < read.length; word++) {
      target.put(next++, context.present(word) & read[word]);
      target.put(next++, context.truth(word) & bools[word]);
    }
    for (KeyView view : views) {
      target.put(next++, view.view(context));
    }
    target.end();
  }

  Verdict evaluate(PolicyContext context, long epoch) {
    Variables variables = name -> value(context, name);
    List<Policy> violated = new ArrayList<>();
    Decision decision = Decision.ACCEPT;
    for (Rule rule : rules) {
      if (!rule.condition().holds(variables)) {
        violated.add(rule.policy());
        decision = decision.or(rule.policy().decision());
      }
    }
    Decision strictest = decision;
    return new Verdict(
        epoch,
        decision,
        violated,
        violated.stream().filter(policy -> policy.decision() == strictest).toList());
  }

  private static Optional<Object> value(PolicyContext context, String name) {
    if (name.equals(PolicyFiles.OPERATION)) {
      return Optional.of(context.operation());
    }
    int key = context.find(name);
    return key < 0 || !context.has(key)
        ? Optional.empty()
        : Optional.of(context.keys().get(key).value(context.bits(key)));
  }
}
