package io.nfcs.monitor.export;

import io.nfcs.monitor.alert.AlertRule;
import io.nfcs.monitor.alert.AlertRule.When;
import io.nfcs.monitor.alert.AlertSettings;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The alerts as a rules file of Prometheus, with the same thresholds, hold times and hysteresis: a
 * firing alert lasts until its second threshold, since its expression includes its own state.
 */
public final class PrometheusRules {
  private PrometheusRules() {}

  /** Returns the file. */
  public static String of(AlertSettings settings) {
    StringBuilder yaml =
        new StringBuilder(
            """
            # Made from section alerts of nfcs.yaml by `nfcs export rules`.
            groups:
              - name: nfcs
                rules:
            """);
    settings
        .rules()
        .forEach((name, rule) ->
            yaml.append(
                String.format(
                    Locale.ROOT,
                    """
                          - alert: %s
                            expr: %s
                            for: %ds
                            labels: {severity: %s}
                            annotations: {summary: %s}
                    """,
                    name,
                    quoted(expression(name, rule, settings.rateSeconds())),
                    Math.round(rule.holdSeconds()),
                    rule.severity(),
                    quoted(rule.text()))));
    return yaml.toString();
  }

  private static String expression(String name, AlertRule rule, int rateSeconds) {
    String series = series(rule, rateSeconds);
    String beyond = rule.when() == When.ABOVE ? " > " : " < ";
    String enter = series + beyond + plain(rule.enter());
    if (rule.enter() == rule.leave()) {
      return enter;
    }
    return enter
        + " or ("
        + series
        + beyond
        + plain(rule.leave())
        + " and ignoring (alertname, alertstate, severity) ALERTS{alertname=\""
        + name
        + "\", alertstate=\"firing\"})";
  }

  /** Returns the expression of a rule's series, in the language of Prometheus. */
  private static String series(AlertRule rule, int rateSeconds) {
    String labels =
        new TreeMap<>(rule.labels())
            .entrySet().stream().map(PrometheusRules::label).collect(Collectors.joining(", "));
    String series = rule.metric() + (labels.isEmpty() ? "" : "{" + labels + "}");
    return rule.rate() ? "rate(" + series + "[" + rateSeconds + "s])" : series;
  }

  private static String label(Map.Entry<String, String> label) {
    return label.getKey()
        + "=\""
        + label.getValue().replace("\\", "\\\\").replace("\"", "\\\"")
        + "\"";
  }

  private static String plain(double number) {
    return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
