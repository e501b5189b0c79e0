package io.nfcs.pipeline;

import io.nfcs.cache.CacheOpener;
import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.TieredCache;
import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.config.Plugins;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Metrics;
import io.nfcs.tick.InputSource;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StageContext;
import io.nfcs.tick.StageGraph;
import io.nfcs.tick.TickInput;
import io.nfcs.tick.TickShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The open stages of a run, in the order of their graph.
 *
 * <p><b>Threads.</b> Opened and closed by one thread. <b>Owns</b> the stages. <b>Fails</b> with a
 * {@link ConfigException}, and then no stage is left open.
 */
final class StageSet implements AutoCloseable {
  private final StageGraph graph;
  private final TickShape shape;
  private final List<Stage> stages;
  private final Stage[] sampling;
  private final List<Stage> open = new ArrayList<>();

  private StageSet(StageGraph graph, TickShape shape, List<Stage> stages) {
    this.graph = graph;
    this.shape = shape;
    this.stages = stages;
    sampling = stages.toArray(Stage[]::new);
  }

  /**
   * Opens the stages that a configuration names.
   *
   * @param ticksInFlight ticks whose snapshots may be in use at once
   * @param documents folder for what ticks refer to, {@code null} for none
   * @param isReplay whether the ticks come from a journal
   * @param caches where stages' caches come from
   * @param errors where stages report what fails off the tick
   * @param metrics where stages add what they can tell of themselves
   */
  static StageSet open(
      NfcsConfig config,
      int ticksInFlight,
      @Nullable Path documents,
      boolean isReplay,
      CacheOpener caches,
      ErrorLog errors,
      Metrics metrics) {
    PipelineSettings settings = config.section("pipeline", PipelineSettings.class);
    Plugins plugins = new Plugins(config);
    StageGraph graph = graph(settings.stages());
    Map<String, Supplier<Stage>> found = plugins.find(Stage.class, Stage::name);
    List<Stage> stages =
        graph.order().stream().map(name -> Plugins.named(found, "pipeline.stages", name)).toList();
    List<String> parameters =
        stages.stream().flatMap(s -> s.parameters().stream()).map(Stage.Parameter::name).toList();
    TickShape shape;
    try {
      shape = new TickShape(graph.order(), parameters, settings.payloadBytes());
    } catch (IllegalArgumentException refused) {
      throw new ConfigException("pipeline.stages: " + refused.getMessage());
    }
    StageSet set = new StageSet(graph, shape, stages);
    try {
      for (int i = 0; i < stages.size(); i++) {
        set.open(
            stages.get(i),
            new Context(
                config, shape, i, ticksInFlight, documents, isReplay, caches, errors, metrics));
      }
      return set;
    } catch (RuntimeException | Error failure) {
      set.close();
      throw failure;
    }
  }

  /** What a stage refuses without saying that it is the configuration is that all the same. */
  private void open(Stage stage, StageContext context) {
    open.add(stage);
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

  StageGraph graph() {
    return graph;
  }

  TickShape shape() {
    return shape;
  }

  List<Stage> stages() {
    return stages;
  }

  /** The input a run starts from: every parameter at its initial value. */
  TickInput initialInput() {
    TickInput input = new TickInput(shape);
    stages.stream()
        .flatMap(stage -> stage.parameters().stream())
        .forEach(p -> input.parameter(shape.parameter(p.name()), p.initial()));
    return input;
  }

  /** How much each open stage works on, by its name. */
  Map<String, String> sizes() {
    return stages.stream().collect(Collectors.toUnmodifiableMap(Stage::name, Stage::size));
  }

  /** Begins a live run. */
  void start() {
    stages.forEach(Stage::start);
  }

  /** Inputs with what each stage takes from outside the loop. */
  InputSource sampled(InputSource source) {
    return (number, input) -> {
      source.fill(number, input);
      for (Stage stage : sampling) {
        stage.sample(input);
      }
    };
  }

  @Override
  public void close() {
    open.reversed().forEach(Stage::close);
    open.clear();
  }

  private static StageGraph graph(Map<String, List<String>> declared) {
    try {
      return StageGraph.of(declared);
    } catch (IllegalArgumentException refused) {
      throw new ConfigException("pipeline.stages: " + refused.getMessage());
    }
  }

  private record Context(
      NfcsConfig config,
      TickShape shape,
      int stage,
      int ticksInFlight,
      @Nullable Path documents,
      boolean isReplay,
      CacheOpener caches,
      ErrorLog errors,
      Metrics metrics)
      implements StageContext {
    @Override
    public <K, V> TieredCache<K, V> cache(CacheSpec<K, V> spec) {
      return caches.open(spec);
    }

    @Override
    public <R extends Record> R settings(String section, Class<R> type) {
      return config.section(section, type);
    }
  }
}
