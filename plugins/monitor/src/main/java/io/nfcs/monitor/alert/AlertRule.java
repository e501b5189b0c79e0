package io.nfcs.monitor.alert;

import io.nfcs.config.Setting;
import java.util.Locale;
import java.util.Map;

/**
 * A rule of alerts: the condition of a problem and of its end.
 *
 * @param metric name of a metric; each of its series may alert by itself
 * @param text its meaning and what to check
 */
public record AlertRule(
    @Setting(doc = "Metric") String metric,
    @Setting(doc = "Labels that a series must have", value = "{}") Map<String, String> labels,
    @Setting(doc = "Whether the rule applies to its growth per second", value = "false")
        boolean rate,
    @Setting(doc = "Whether large or small values are bad", value = "above") When when,
    @Setting(doc = "Value beyond which the alert begins", min = -1e18, max = 1e18) double enter,
    @Setting(doc = "Value at which the alert ends", min = -1e18, max = 1e18) double leave,
    @Setting(
            doc = "Time beyond enter, without a break, after which the alert begins",
            unit = "s",
            value = "10",
            min = 0,
            max = 86_400)
        double holdSeconds,
    @Setting(doc = "Severity of the alert", value = "warning") Severity severity,
    @Setting(doc = "Meaning of the alert", value = "''") String text) {

  /** Refuses thresholds in the wrong order, by which an alert would end at once. */
  public AlertRule {
    if (when == When.ABOVE ? leave > enter : leave < enter) {
      throw new IllegalArgumentException(
          "leave: "
              + leave
              + " is on the wrong side of enter, allowed "
              + (when == When.ABOVE ? "up to " : "from ")
              + enter);
    }
  }

  /** Returns whether a value is beyond a threshold. */
  boolean isBeyond(double value, double threshold) {
    return when == When.ABOVE ? value > threshold : value < threshold;
  }

  /** Side of the bad values. */
  public enum When {
    /** Values above the threshold. */
    ABOVE,
    /** Values below the threshold. */
    BELOW
  }

  /** Severity of an alert. */
  public enum Severity {
    /** For information. */
    INFO,
    /** Needs attention. */
    WARNING,
    /** Needs attention now. */
    CRITICAL;

    /** Returns the name in files, in metrics and on the page. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
