package io.nfcs.monitor.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nfcs.config.ConfigException;
import io.nfcs.config.NfcsConfig;
import io.nfcs.monitor.alert.AlertRule.When;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Simulated series, a value a second, against all default rules. */
class AlertsTest {
  private static final AlertSettings DEFAULTS = settings("");

  private final Alerts alerts = new Alerts(DEFAULTS);
  private final List<String> changes = new ArrayList<>();
  private int now;
  private double count;

  static Stream<String> rules() {
    return DEFAULTS.rules().keySet().stream();
  }

  @Test
  void shouldNameASeriesAsAPersonWould() {
    assertEquals("emergency", AlertWatch.series("emergency", Map.of()));
    assertEquals(
        "tier_failing cache=a tier=redis",
        AlertWatch.series("tier_failing", Map.of("tier", "redis", "cache", "a")));
  }

  /** Good, bad for twice the hold time and a minute, then good again. */
  @ParameterizedTest
  @MethodSource("rules")
  void shouldAlertOnceWhileItIsBadAndNotBefore(String name) {
    AlertRule rule = rule(name);
    int hold = (int) Math.ceil(rule.holdSeconds());
    int bad = 2 * hold + 60;
    run(name, 100, _ -> good(rule));
    assertEquals(List.of(), changes);
    run(name, bad, _ -> bad(rule));
    assertEquals(List.of("+" + name), changes);
    run(name, 200, _ -> good(rule));
    assertEquals(List.of("+" + name, "-" + name), changes);
    assertEquals(1L, alerts.fired().get(name));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void shouldNotAlertOnWhatIsShorterThanItsHoldTime(String name) {
    AlertRule rule = rule(name);
    int hold = (int) rule.holdSeconds();
    if (hold > 1 && !rule.rate()) {
      run(name, 10 * hold, second -> second % hold == 0 ? good(rule) : bad(rule));
      assertEquals(List.of(), changes);
    }
  }

  /** Once it alerts, the signal flaps around the first threshold and never reaches the second. */
  @ParameterizedTest
  @MethodSource("rules")
  void shouldMakeOneAlertOfASignalThatFlaps(String name) {
    AlertRule rule = rule(name);
    if (rule.enter() == rule.leave() || rule.rate()) {
      return;
    }
    double between = (rule.enter() + rule.leave()) / 2;
    run(name, (int) rule.holdSeconds() + 2, _ -> bad(rule));
    run(name, 600, second -> second % 2 == 0 ? between : bad(rule));
    run(name, 10, _ -> good(rule));
    assertEquals(List.of("+" + name, "-" + name), changes);
  }

  @Test
  void shouldEndTheAlertOfASeriesThatIsGone() {
    AlertRule rule = rule("hallucination_high");
    run("hallucination_high", 20, _ -> bad(rule));
    alerts.evaluate(List.of(), TimeUnit.HOURS.toNanos(1));
    assertEquals(List.of(), alerts.active());
  }

  @Test
  void shouldJudgeEachSeriesByItself() {
    for (int second = 0; second < 400; second++) {
      alerts.evaluate(List.of(ratio("a", 0.5), ratio("b", 0.9)), TimeUnit.SECONDS.toNanos(second));
    }
    assertEquals(
        List.of(Map.of("cache", "a")), alerts.active().stream().map(Alert::labels).toList());
  }

  @Test
  void shouldTakeACountThatFellAsBegunAnew() {
    AlertRule rule = rule("periods_missed");
    Alerts own = new Alerts(DEFAULTS);
    for (int second = 0; second < 300; second++) {
      Sample sample = new Sample(rule.metric(), Map.of(), second < 150 ? 1000 : 0);
      assertEquals(List.of(), own.evaluate(List.of(sample), TimeUnit.SECONDS.toNanos(second)));
    }
  }

  @Test
  void shouldRefuseThresholdsInTheWrongOrder() {
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () -> settings("alerts: {rules: {x: {metric: m, enter: 1, leave: 2}}}"));
    assertEquals(
        "test:1: alerts.rules.x: leave: 2.0 is on the wrong side of enter, allowed up to 1.0",
        refused.getMessage());
  }

  private static AlertRule rule(String name) {
    return Objects.requireNonNull(DEFAULTS.rules().get(name));
  }

  private static Sample ratio(String cache, double value) {
    return new Sample("nfcs_cache_hit_ratio", Map.of("cache", cache), value);
  }

  private static AlertSettings settings(String yaml) {
    return NfcsConfig.parse("test", yaml).section("alerts", AlertSettings.class);
  }

  private void run(String name, int seconds, IntToDoubleFunction value) {
    AlertRule rule = rule(name);
    for (int second = 0; second < seconds; second++) {
      double given = value.applyAsDouble(second);
      count += given;
      Sample sample = new Sample(rule.metric(), rule.labels(), rule.rate() ? count : given);
      for (Alerts.Change change :
          alerts.evaluate(List.of(sample), TimeUnit.SECONDS.toNanos(now++))) {
        changes.add((change.begins() ? "+" : "-") + change.alert().name());
      }
    }
  }

  private static double good(AlertRule rule) {
    double margin = Math.max(0.1 * Math.abs(rule.leave()), 1e-9);
    if (rule.rate()) {
      return 0;
    }
    return rule.when() == When.ABOVE ? rule.leave() - margin : rule.leave() + margin;
  }

  private static double bad(AlertRule rule) {
    double margin = Math.max(0.1 * Math.abs(rule.enter()), 1e-9);
    if (rule.rate()) {
      return 10 * rule.enter() + 1;
    }
    return rule.when() == When.ABOVE ? rule.enter() + margin : rule.enter() - margin;
  }
}
