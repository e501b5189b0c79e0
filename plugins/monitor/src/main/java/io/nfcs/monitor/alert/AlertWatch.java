package io.nfcs.monitor.alert;

import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Metrics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watch that evaluates the alerts periodically and reports those that begin or end: in the log,
 * and as metrics.
 *
 * <p><b>Threads.</b> Its own, {@code nfcs-alerts}. <b>Owns</b> it until {@link #close()}.
 */
public final class AlertWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AlertWatch.class);

  private final Alerts alerts;
  private final ScheduledFuture<?> looking;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("nfcs-alerts").daemon().factory());

  /**
   * Starts to watch.
   *
   * @param samples values to evaluate
   * @param metrics receives the counts of alerts
   * @param errors log of failures
   */
  public AlertWatch(
      AlertSettings settings,
      Supplier<List<Sample>> samples,
      LongSupplier nowNanos,
      Metrics metrics,
      ErrorLog errors) {
    alerts = new Alerts(settings);
    settings.rules().forEach((name, rule) -> tell(metrics, name, rule));
    looking =
        thread.scheduleWithFixedDelay(
            () -> look(samples, nowNanos, errors),
            settings.evaluateMillis(),
            settings.evaluateMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Returns the alerts. */
  public Alerts alerts() {
    return alerts;
  }

  @Override
  public void close() {
    looking.cancel(true);
    thread.shutdownNow();
  }

  private void tell(Metrics metrics, String name, AlertRule rule) {
    String severity = rule.severity().toString();
    metrics.gauge(
        "nfcs_alert_active",
        "Series that alert now, by rule.",
        Map.of("alert", name, "severity", severity),
        () -> (double) alerts.active(name));
    metrics.counter(
        "nfcs_alerts",
        "Alerts that have begun, by rule.",
        Map.of("alert", name, "severity", severity),
        () -> alerts.fired().getOrDefault(name, 0L));
  }

  private void look(Supplier<List<Sample>> samples, LongSupplier nowNanos, ErrorLog errors) {
    try {
      alerts.evaluate(samples.get(), nowNanos.getAsLong()).forEach(AlertWatch::log);
    } catch (RuntimeException | Error failure) {
      // an exception thrown further would end the watch
      errors.record("alerts", failure);
    }
  }

  private static void log(Alerts.Change change) {
    Alert alert = change.alert();
    if (change.begins()) {
      LOG.warn(
          "alert {}: {} is {}; {}",
          series(alert.name(), alert.labels()),
          alert.rule().metric(),
          alert.value(),
          alert.rule().text());
    } else {
      LOG.info("alert {} is over", series(alert.name(), alert.labels()));
    }
  }

  /**
   * Returns the name of a rule, with the labels of its series if there are several: {@code
   * tier_failing cache=a tier=b}.
   */
  static String series(String name, Map<String, String> labels) {
    StringBuilder text = new StringBuilder(name);
    new TreeMap<>(labels)
        .forEach((label, value) -> text.append(' ').append(label).append('=').append(value));
    return text.toString();
  }
}
