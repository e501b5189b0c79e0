package io.nfcs.tick;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The execution order of the stages, each with the stages it runs after.
 *
 * <p>Stages are numbered in execution order: after all they depend on and, where that leaves a
 * choice, as declared. This is a topological order by Kahn's method (1962): the first declared
 * stage all of whose predecessors are placed comes next, so the order is the same on every machine,
 * and if there is none, the stages left contain a cycle.
 *
 * <p><b>Threads.</b> Any: immutable.
 */
public final class StageGraph {
  private final List<String> order;
  private final long[] dependencies;

  private StageGraph(List<String> order, Map<String, List<String>> after) {
    this.order = List.copyOf(order);
    dependencies = new long[order.size()];
    for (int stage = 0; stage < dependencies.length; stage++) {
      for (String name : after.getOrDefault(order.get(stage), List.of())) {
        dependencies[stage] |= 1L << order.indexOf(name);
      }
    }
  }

  /**
   * Returns the graph of a declaration.
   *
   * @param after name of each stage with the names of the stages it runs after, in the order they
   *     were declared
   * @throws IllegalArgumentException on a name that is not declared, a cycle, or too many stages
   */
  public static StageGraph of(Map<String, List<String>> after) {
    if (after.size() > TickShape.MAX_STAGES) {
      throw new IllegalArgumentException(
          after.size() + " stages, allowed at most " + TickShape.MAX_STAGES);
    }
    after.forEach((stage, names) -> checkDeclared(stage, names, after.keySet()));
    Map<String, List<String>> waiting = new LinkedHashMap<>(after);
    List<String> order = new ArrayList<>();
    while (!waiting.isEmpty()) {
      String next =
          waiting.entrySet().stream()
              .filter(stage -> order.containsAll(stage.getValue()))
              .map(Map.Entry::getKey)
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException(cycle(waiting)));
      waiting.remove(next);
      order.add(next);
    }
    return new StageGraph(order, after);
  }

  /** Returns the names of the stages in execution order; the index is the stage's number. */
  public List<String> order() {
    return order;
  }

  /** Returns the stages a stage runs directly after: bit i stands for stage i. */
  public long dependencies(int stage) {
    return dependencies[stage];
  }

  private static void checkDeclared(String stage, List<String> names, Set<String> declared) {
    for (String name : names) {
      if (!declared.contains(name)) {
        throw new IllegalArgumentException(
            "stage "
                + stage
                + " runs after "
                + name
                + ", which is not a stage, allowed "
                + declared);
      }
    }
  }

  /** Returns a cycle of the stages left, each of which waits for another one of them. */
  private static String cycle(Map<String, List<String>> waiting) {
    List<String> path = new ArrayList<>();
    String stage = waiting.keySet().iterator().next();
    while (!path.contains(stage)) {
      path.add(stage);
      stage =
          waiting.getOrDefault(stage, List.of()).stream()
              .filter(waiting::containsKey)
              .findFirst()
              .orElseThrow();
    }
    List<String> cycle = new ArrayList<>(path.subList(path.indexOf(stage), path.size()));
    cycle.add(stage);
    return "stages run after each other in a cycle: " + String.join(" -> ", cycle);
  }
}
