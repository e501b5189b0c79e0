package io.nfcs.monitor.alert;

import io.nfcs.config.Setting;
import java.util.Locale;
import java.util.Map;

/**
 * When something is wrong, and when it is well again.
 *
 * @param metric name of a metric; each of its series may alert by itself
 * @param text what it means and what to look at
 */
public record AlertRule(
    @Setting(doc = "Metric") String metric,
    @Setting(doc = "Labels that a series must have", value = "{}") Map<String, String> labels,
    @Setting(doc = "Whether its growth per second is meant", value = "false") boolean rate,
    @Setting(doc = "Whether large or small values are bad", value = "above") When when,
    @Setting(doc = "Value beyond which it is wrong", min = -1e18, max = 1e18) double enter,
    @Setting(doc = "Value at which it is well again", min = -1e18, max = 1e18) double leave,
    @Setting(
            doc = "How long it must be wrong without a break",
            unit = "s",
            value = "10",
            min = 0,
            max = 86_400)
        double holdSeconds,
    @Setting(doc = "How bad it is", value = "warning") Severity severity,
    @Setting(doc = "What it means", value = "''") String text) {

  /** Refuses thresholds in the wrong order, which would make an alert that is left at once. */
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

  /** Which values are bad. */
  public enum When {
    /** Those above the threshold. */
    ABOVE,
    /** Those below. */
    BELOW
  }

  /** How bad it is. */
  public enum Severity {
    /** To be known. */
    INFO,
    /** To be looked at. */
    WARNING,
    /** To be looked at now. */
    CRITICAL;

    /** As it stands in files, metrics and on the page. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
