package io.nfcs.solvers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.ComplexField;
import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Metrics;
import io.nfcs.solvers.cgl.CglParameters;
import io.nfcs.solvers.cgl.CglSolve;
import io.nfcs.solvers.cgl.CglStage;
import io.nfcs.solvers.kuramoto.KuramotoSolve;
import io.nfcs.solvers.kuramoto.KuramotoStage;
import io.nfcs.solvers.risk.RiskStage;
import io.nfcs.tick.ModelQuantities;
import io.nfcs.tick.Outcome;
import io.nfcs.tick.Quantity;
import io.nfcs.tick.Snapshot;
import io.nfcs.tick.SnapshotPool;
import io.nfcs.tick.Stage;
import io.nfcs.tick.StageContext;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickShape;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Check that a stage whose state or results would not be finite fails on that tick, and continues
 * as if that tick had not been.
 */
@Timeout(60)
class NotFiniteTest {
  private static final TickShape SHAPE =
      new TickShape(List.of("cgl", "kuramoto", "risk"), List.of("kuramoto.coupling"), 0);
  private static final String SMALL = "cgl: {nx: 32, ny: 32}";

  private final Tick tick = new Tick(SHAPE);

  /** {@code 1e300} overflows in the field; {@code -1e5} as a damping makes a factor of infinity. */
  @ParameterizedTest
  @CsvSource({"1e300, 0", "-1e300, 0", "0, -7000", "0, -1e5", "1e200, -100"})
  void shouldKeepTheFieldAndItsSnapshots(double control, double damping) throws Exception {
    Stage stage = open(new CglStage(), SMALL);
    Stage twin = open(new CglStage(), SMALL);
    Map<String, Double> good = Map.of();
    run(stage, good);
    run(twin, good);
    for (int i = 0; i < 20; i++) {
      assertThrows(
          RuntimeException.class, () -> run(stage, Map.of("control", control, "damping", damping)));
      tick.releaseSnapshots();
    }
    assertEquals(digest(twin, 0), digest(stage, 0));
    tick.input().degradation(3);
    assertThrows(
        RuntimeException.class, () -> run(stage, Map.of("control", 1e300, "damping", 0.0)));
    tick.input().degradation(0);
    assertEquals(digest(twin, 0), digest(stage, 0));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e300, -1e300, 1e9, Double.NaN, Double.POSITIVE_INFINITY, 1e308})
  void shouldKeepTheOscillators(double coupling) throws Exception {
    Stage stage = open(new KuramotoStage(), "");
    Stage twin = open(new KuramotoStage(), "");
    run(stage, Map.of());
    run(twin, Map.of());
    assertThrows(RuntimeException.class, () -> run(stage, Map.of("coupling", coupling)));
    assertThrows(RuntimeException.class, () -> run(stage, Map.of("modules", 1e300)));
    long expected = digest(twin, 1);
    assertEquals(expected, digest(stage, 1));
    double order = tick.outcome().number(ModelQuantities.ORDER_PARAMETER);
    assertTrue(order > 0 && order <= 1, () -> "order " + order);
  }

  @Test
  void shouldKeepWhatRiskRemembers() throws Exception {
    Stage stage = open(new RiskStage(), SMALL);
    Stage twin = open(new RiskStage(), SMALL);
    judge(stage, 0.1);
    judge(twin, 0.1);
    for (double bad : new double[] {1e80, 1e300, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(ArithmeticException.class, () -> judge(stage, bad));
    }
    Outcome outcome = tick.outcome();
    assertThrows(
        IllegalStateException.class,
        () -> {
          begin();
          attach(0.1);
          stage.run(tick);
        });
    assertEquals(judge(twin, 0.2), judge(stage, 0.2));
    assertTrue(Double.isFinite(outcome.number(ModelQuantities.RISK)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kuramoto: {omega: [1e300, 1, 2]}",
        "kuramoto: {omega: [.inf]}",
        "kuramoto: {omega: [1, .nan]}",
        "kuramoto: {omega: [1, 2], coupling: .inf}",
        "kuramoto: {omega: []}",
      })
  void shouldRefuseOscillatorsWithoutNumbers(String settings) {
    ConfigException refused =
        assertThrows(ConfigException.class, () -> open(new KuramotoStage(), settings));
    assertTrue(String.valueOf(refused.getMessage()).contains("kuramoto"), refused::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "risk: {limits: {defects: [.nan, 1, 2]}}",
        "risk: {limits: {global_order: [1e300, 0.2, 0.1]}}",
        "risk: {limits: {exit: [2, 1, 1]}}",
        "risk: {feedback: {target: .nan}}",
      })
  void shouldRefuseLimitsWithoutNumbers(String settings) {
    assertThrows(ConfigException.class, () -> open(new RiskStage(), settings));
  }

  @Test
  void shouldNotSolveBeyondNumbers() {
    CglParameters parameters = new CglParameters(16, 16, 10, 10, 0.8, 1.5, 0.01);
    double[] plane = new double[256];
    ComplexField zero = ComplexField.of(16, 16, plane, plane);
    CglSolve solve = new CglSolve(parameters, zero, 1e300, 0, 10);
    assertThrows(ArithmeticException.class, solve::solve);
    KuramotoSolve turns =
        new KuramotoSolve(
            new double[] {0, 1e9, 1e9, 0}, 0, new double[] {1, 2}, new double[2], 0.01, 3);
    assertThrows(ArithmeticException.class, turns::solve);
  }

  private long judge(Stage stage, double amplitude) throws Exception {
    begin();
    attach(amplitude);
    tick.outcome().number(SHAPE.result(ModelQuantities.ORDER_PARAMETER), 0.8);
    stage.run(tick);
    return tick.digest(2);
  }

  private void attach(double amplitude) {
    double[] field = new double[2 * 32 * 32];
    Arrays.fill(field, amplitude);
    Snapshot snapshot = new SnapshotPool(1, 32, 32).acquire();
    Objects.requireNonNull(snapshot).memory().copyFrom(MemorySegment.ofArray(field));
    tick.attach(0, snapshot);
  }

  private long digest(Stage stage, int number) throws Exception {
    run(stage, Map.of());
    long digest = tick.digest(number);
    tick.releaseSnapshots();
    return digest;
  }

  private void run(Stage stage, Map<String, Double> input) throws Exception {
    tick.releaseSnapshots();
    begin();
    Map<String, Consumer<Double>> setters =
        Map.of(
            "control", tick.input().control()::field,
            "damping", tick.input().control()::damping,
            "modules", tick.input().control()::modules,
            "coupling", value -> tick.input().parameter(0, value));
    new TreeMap<>(input)
        .forEach((name, value) -> Objects.requireNonNull(setters.get(name)).accept(value));
    stage.run(tick);
  }

  private void begin() {
    tick.begin(0, 0, 0, 0);
    tick.input().control().clear();
    tick.input().parameter(0, 1);
  }

  private static Stage open(Stage stage, String yaml) {
    stage.open(new Context(SHAPE.stage(stage.name()), NfcsConfig.parse("t.yaml", yaml)));
    return stage;
  }

  private record Context(int stage, NfcsConfig config) implements StageContext {
    @Override
    public TickShape shape() {
      return SHAPE;
    }

    @Override
    public int result(Quantity quantity) {
      return SHAPE.result(quantity);
    }

    @Override
    public int ticksInFlight() {
      return 2;
    }

    @Override
    public @Nullable Path documents() {
      return null;
    }

    @Override
    public boolean isReplay() {
      return false;
    }

    @Override
    public ErrorLog errors() {
      return new ErrorLog();
    }

    @Override
    public Metrics metrics() {
      return new Metrics();
    }

    @Override
    public <K, V> TieredCache<K, V> cache(CacheSpec<K, V> spec) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <R extends Record> R settings(String section, Class<R> type) {
      return config.section(section, type);
    }
  }
}
