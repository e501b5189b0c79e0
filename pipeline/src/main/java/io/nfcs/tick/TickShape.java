package io.nfcs.tick;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The common shape of all ticks of a run: the names of the indexes of a {@link Tick}.
 *
 * <p>It is part of the run header, so that a journal is self-describing.
 *
 * @param stages names of the stages in execution order; the index is the stage number of a tick
 * @param parameters names of the parameters a host may change each tick; the index is the parameter
 *     number of a {@link TickInput}
 * @param results quantities of the stages; the index is that of an {@link Outcome}. Those of the
 *     model come first, whether a stage computes them or not
 * @param payloadBytes capacity of each payload (token batch, actions) of a tick
 */
public record TickShape(
    List<String> stages, List<String> parameters, List<Quantity> results, int payloadBytes) {
  /** Upper limit of the stages of a graph: sets of them are bits of one {@code long}. */
  public static final int MAX_STAGES = 64;

  /**
   * Copies the lists, puts the quantities of the model first, and refuses duplicates, more than
   * {@link #MAX_STAGES} stages, negative sizes.
   */
  public TickShape {
    stages = distinct("stage", stages);
    parameters = distinct("parameter", parameters);
    results = withModel(results);
    if (stages.size() > MAX_STAGES) {
      throw new IllegalArgumentException("stages=" + stages.size() + ", allowed 0.." + MAX_STAGES);
    }
    if (payloadBytes < 0) {
      throw new IllegalArgumentException("payloadBytes=" + payloadBytes + ", allowed 0 or more");
    }
  }

  /** Returns the number of a stage, or throws an exception that lists the stages. */
  public int stage(String name) {
    return indexOf("stage", stages, name);
  }

  /** Returns the number of a parameter, or throws an exception that lists the parameters. */
  public int parameter(String name) {
    return indexOf("parameter", parameters, name);
  }

  /** Creates a shape whose stages compute only quantities of the model. */
  public TickShape(List<String> stages, List<String> parameters, int payloadBytes) {
    this(stages, parameters, List.of(), payloadBytes);
  }

  /** Returns the index of a quantity, or -1 if the run has none of its name and kind. */
  public int result(Quantity quantity) {
    return indexOf(results, quantity);
  }

  /**
   * Returns the quantities and parameters of a tick: the results, then the parameters. The index is
   * the one of {@link Tick#value}.
   */
  public List<Quantity> quantities() {
    List<Quantity> all = new ArrayList<>(results);
    parameters.forEach(name -> all.add(Quantity.parameter(name)));
    return all;
  }

  /** Returns the first difference to another shape, with both values, or {@code null}. */
  public @Nullable String difference(TickShape before) {
    if (!stages.equals(before.stages)) {
      return "the stages are " + stages + " and were " + before.stages;
    }
    if (!parameters.equals(before.parameters)) {
      return "the parameters are " + parameters + " and were " + before.parameters;
    }
    if (!results.equals(before.results)) {
      return "the results are " + names(results) + " and were " + names(before.results);
    }
    return payloadBytes == before.payloadBytes
        ? null
        : "a payload has " + payloadBytes + " bytes and had " + before.payloadBytes;
  }

  private static List<String> names(List<Quantity> quantities) {
    return quantities.stream().map(Quantity::name).toList();
  }

  static int indexOf(List<Quantity> results, Quantity quantity) {
    for (int i = 0; i < results.size(); i++) {
      Quantity one = results.get(i);
      if (one.name().equals(quantity.name()) && one.kind() == quantity.kind()) {
        return i;
      }
    }
    return -1;
  }

  private static List<Quantity> withModel(List<Quantity> declared) {
    List<Quantity> all = new ArrayList<>(ModelQuantities.ALL);
    for (Quantity one : declared) {
      Quantity same = model(one.name());
      if (same == null) {
        all.add(one);
      } else if (same.kind() != one.kind()) {
        throw new IllegalArgumentException(
            "quantity " + one.name() + " is a " + one.kind() + ", allowed is " + same.kind());
      }
    }
    distinct("quantity", all.stream().map(Quantity::name).toList());
    distinct("key of a quantity", all.stream().map(Quantity::key).toList());
    distinct("metric of a quantity", all.stream().map(Quantity::metric).toList());
    return List.copyOf(all);
  }

  private static @Nullable Quantity model(String name) {
    return ModelQuantities.ALL.stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElse(null);
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
