package io.nfcs.tick;

import java.util.List;

/**
 * What all ticks of one run have in common: the names behind the indexes of a {@link Tick}.
 *
 * <p>It stands in the header of the run, so that a journal explains itself.
 *
 * @param stages names of the stages in execution order; the index is the stage number of a tick
 * @param parameters names of the parameters a host may change each tick; the index is the parameter
 *     number of a {@link TickInput}
 * @param payloadBytes capacity of each payload (token batch, actions) of a tick
 */
public record TickShape(List<String> stages, List<String> parameters, int payloadBytes) {
  /** Most stages a graph may have: their sets travel as bits of one {@code long}. */
  public static final int MAX_STAGES = 64;

  /** Copies the lists and refuses doubles, more than {@link #MAX_STAGES} stages, negative sizes. */
  public TickShape {
    stages = distinct("stage", stages);
    parameters = distinct("parameter", parameters);
    if (stages.size() > MAX_STAGES) {
      throw new IllegalArgumentException("stages=" + stages.size() + ", allowed 0.." + MAX_STAGES);
    }
    if (payloadBytes < 0) {
      throw new IllegalArgumentException("payloadBytes=" + payloadBytes + ", allowed 0 or more");
    }
  }

  /** Number of the stage, or an exception that lists the stages there are. */
  public int stage(String name) {
    return indexOf("stage", stages, name);
  }

  /** Number of the parameter, or an exception that lists the parameters there are. */
  public int parameter(String name) {
    return indexOf("parameter", parameters, name);
  }

  private static List<String> distinct(String what, List<String> names) {
    if (names.stream().distinct().count() != names.size()) {
      throw new IllegalArgumentException(what + " named twice: " + names);
    }
    return List.copyOf(names);
  }

  private static int indexOf(String what, List<String> names, String name) {
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(what + " " + name + " is unknown, allowed " + names);
    }
    return index;
  }
}
