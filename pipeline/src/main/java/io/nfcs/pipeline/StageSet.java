package io.nfcs.pipeline;

import io.nfcs.cache.CacheOpener;
import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.TieredCache;
import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.config.Plugins;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Metrics;
import io.nfcs.pipeline.ring.StageChain;
import io.nfcs.tick.InputSource;
import io.nfcs.tick.Quantity;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StageContext;
import io.nfcs.tick.StageGraph;
import io.nfcs.tick.TickInput;
import io.nfcs.tick.TickShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The open stages of a run, in the order of their graph.
 *
 * <p><b>Threads.</b> Opened and closed by one thread. <b>Owns</b> the stages. <b>Fails</b> with a
 * {@link ConfigException}, then no stage is left open.
 */
final class StageSet implements AutoCloseable {
  private final StageChain.Stages chained;
  private final Owned owned = new Owned();
  private final Map<String, Class<? extends Record>> sections = new TreeMap<>();

  StageSet(Plugins plugins, StageChain.Stages chained) {
    owned.add(plugins);
    this.chained = chained;
  }

  /**
   * Opens the stages that a configuration names.
   *
   * @param ticksInFlight ticks whose snapshots may be in use at once
   * @param documents folder for what ticks refer to, {@code null} for none
   * @param isReplay whether the ticks come from a journal
   * @param caches source of the stages' caches
   * @param errors log for failures of stages off the tick
   * @param metrics metrics to which stages add their own
   */
  static StageSet open(
      NfcsConfig config,
      int ticksInFlight,
      @Nullable Path documents,
      boolean isReplay,
      CacheOpener caches,
      ErrorLog errors,
      Metrics metrics) {
    StageSet set = made(config);
    TickShape shape = set.shape();
    List<Stage> stages = set.stages();
    try {
      for (int i = 0; i < stages.size(); i++) {
        set.open(
            stages.get(i),
            new Context(
                config,
                shape,
                i,
                stages.get(i).results(),
                set.sections,
                ticksInFlight,
                documents,
                isReplay,
                caches,
                errors,
                metrics));
      }
      return set;
    } catch (RuntimeException | Error failure) {
      set.owned.closeAfter(failure);
      throw failure;
    }
  }

  /** Returns the shape of the ticks of a configuration's stages. */
  static TickShape shape(NfcsConfig config) {
    try (StageSet set = made(config)) {
      return set.shape();
    }
  }

  /** Returns the stages of a configuration, none of them open. */
  private static StageSet made(NfcsConfig config) {
    StageGraph graph = graph(config);
    Plugins plugins = Plugins.open(config);
    try {
      List<Stage> stages = stages(plugins, graph);
      return new StageSet(
          plugins, new StageChain.Stages(graph, shape(config, graph, stages), stages));
    } catch (RuntimeException | Error failure) {
      plugins.close();
      throw failure;
    }
  }

  private static TickShape shape(NfcsConfig config, StageGraph graph, List<Stage> stages) {
    List<String> parameters =
        stages.stream().flatMap(s -> s.parameters().stream()).map(Stage.Parameter::name).toList();
    int payloadBytes = config.section("pipeline", PipelineSettings.class).payloadBytes();
    try {
      return new TickShape(graph.order(), parameters, results(stages), payloadBytes);
    } catch (IllegalArgumentException refused) {
      throw new ConfigException("pipeline.stages: " + refused.getMessage());
    }
  }

  private static List<Stage> stages(Plugins plugins, StageGraph graph) {
    Map<String, Supplier<Stage>> found = plugins.find(Stage.class, Stage::name);
    return graph.order().stream()
        .map(name -> Plugins.named(found, "pipeline.stages", name))
        .toList();
  }

  private static List<Quantity> results(List<Stage> stages) {
    Map<String, String> declared = new HashMap<>();
    List<Quantity> all = new ArrayList<>();
    for (Stage stage : stages) {
      for (Quantity quantity : stage.results()) {
        String other = declared.put(quantity.name(), stage.name());
        if (other != null) {
          throw new IllegalArgumentException(
              "quantity " + quantity.name() + " is computed by " + other + " and " + stage.name());
        }
        all.add(quantity);
      }
    }
    return all;
  }

  /** Opens a stage, and turns its refusals into a {@link ConfigException}. */
  void open(Stage stage, StageContext context) {
    owned.add(stage);
    try {
      stage.open(context);
    } catch (IllegalArgumentException | LinkageError refused) {
      throw new ConfigException(
          "stage "
              + stage.name()
              + ": "
              + (refused instanceof LinkageError ? refused.toString() : refused.getMessage()));
    }
  }

  StageChain.Stages chained() {
    return chained;
  }

  TickShape shape() {
    return chained.shape();
  }

  List<Stage> stages() {
    return chained.inOrder();
  }

  /**
   * Returns the first changed key in the sections bound by stages, with both values, or {@code
   * null}.
   */
  @Nullable String difference(NfcsConfig before, NfcsConfig now) {
    return sections.entrySet().stream()
        .map(section -> now.difference(before, section.getKey(), section.getValue()))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** Returns the input a run starts from: every parameter at its initial value. */
  TickInput initialInput() {
    TickInput input = new TickInput(shape());
    stages().stream()
        .flatMap(stage -> stage.parameters().stream())
        .forEach(p -> input.parameter(shape().parameter(p.name()), p.initial()));
    return input;
  }

  /** Returns the workload of each open stage, by its name. */
  Map<String, String> sizes() {
    return stages().stream().collect(Collectors.toUnmodifiableMap(Stage::name, Stage::size));
  }

  /** Begins a live run. */
  void start() {
    stages().forEach(Stage::start);
  }

  /** Returns the inputs of a run from a source, with the samples of each stage. */
  RunInputs inputs(InputSource source) {
    Stage[] sampling = stages().toArray(Stage[]::new);
    InputSource sampled =
        (number, input) -> {
          source.fill(number, input);
          for (Stage stage : sampling) {
            stage.sample(input);
          }
        };
    return new RunInputs(initialInput(), sampled);
  }

  @Override
  public void close() {
    owned.close();
  }

  private static StageGraph graph(NfcsConfig config) {
    try {
      return StageGraph.of(config.section("pipeline", PipelineSettings.class).stages());
    } catch (IllegalArgumentException refused) {
      throw new ConfigException("pipeline.stages: " + refused.getMessage());
    }
  }

  private record Context(
      NfcsConfig config,
      TickShape shape,
      int stage,
      List<Quantity> results,
      Map<String, Class<? extends Record>> sections,
      int ticksInFlight,
      @Nullable Path documents,
      boolean isReplay,
      CacheOpener caches,
      ErrorLog errors,
      Metrics metrics)
      implements StageContext {
    @Override
    public int result(Quantity quantity) {
      if (!results.contains(quantity)) {
        throw new IllegalArgumentException(
            quantity.name() + " is not declared, expected one of its results " + results);
      }
      return shape.result(quantity);
    }

    @Override
    public <K, V> TieredCache<K, V> cache(CacheSpec<K, V> spec) {
      return caches.open(spec);
    }

    @Override
    public <R extends Record> R settings(String section, Class<R> type) {
      sections.put(section, type);
      return config.section(section, type);
    }
  }
}
