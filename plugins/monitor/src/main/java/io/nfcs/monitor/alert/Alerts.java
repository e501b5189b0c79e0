package io.nfcs.monitor.alert;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of a run.
 *
 * <p>The alert of a series begins when the series has been beyond its rule's first threshold
 * without a break for the time of the rule, and ends when the series is back at the second
 * threshold. Between the two nothing changes, so a flapping series has one alert with one end. The
 * alert of a series that no longer exists ends.
 *
 * <p><b>Units.</b> Time in nanoseconds of the caller's clock. <b>Threads.</b> Any.
 */
public final class Alerts {
  private static final double NANOS_PER_SECOND = 1e9;

  private final AlertSettings settings;
  private final Map<String, State> states = new HashMap<>();
  private final Map<String, Long> fired = new TreeMap<>();

  /** Creates alerts of which none has begun. */
  public Alerts(AlertSettings settings) {
    this.settings = settings;
    settings.rules().keySet().forEach(name -> fired.put(name, 0L));
  }

  /**
   * Evaluates all present values.
   *
   * @return the alerts that begin or end
   */
  public synchronized List<Change> evaluate(List<Sample> samples, long nowNanos) {
    List<Change> changes = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    settings
        .rules()
        .forEach((name, rule) -> {
          for (Sample sample : samples) {
            if (sample.name().equals(rule.metric())
                && sample.labels().entrySet().containsAll(rule.labels().entrySet())) {
              String key = name + new TreeMap<>(sample.labels());
              seen.add(key);
              State state =
                  states.computeIfAbsent(key, _ -> new State(name, rule, sample.labels()));
              add(changes, state.next(sample.value(), nowNanos));
            }
          }
        });
    states
        .entrySet()
        .removeIf(entry -> {
          boolean isGone = !seen.contains(entry.getKey());
          if (isGone && entry.getValue().isFiring) {
            add(changes, entry.getValue().end(Double.NaN));
          }
          return isGone;
        });
    return changes;
  }

  /** Returns the present alerts, the worst first. */
  public synchronized List<Alert> active() {
    return states.values().stream()
        .filter(state -> state.isFiring)
        .map(state -> state.alert(state.value))
        .sorted(
            Comparator.comparing((Alert alert) -> alert.rule().severity())
                .reversed()
                .thenComparing(Alert::name))
        .toList();
  }

  /** Returns how many series of a rule alert now. */
  synchronized long active(String rule) {
    return states.values().stream()
        .filter(state -> state.isFiring && state.name.equals(rule))
        .count();
  }

  /** Returns how often the alerts of each rule have begun, by name. */
  public synchronized Map<String, Long> fired() {
    return new TreeMap<>(fired);
  }

  private void add(List<Change> changes, @Nullable Change change) {
    if (change != null) {
      changes.add(change);
      if (change.begins()) {
        fired.merge(change.alert().name(), 1L, Long::sum);
      }
    }
  }

  /**
   * An alert that begins or ends.
   *
   * @param alert the alert
   * @param begins whether it begins
   */
  public record Change(Alert alert, boolean begins) {}

  /** State of one series by one rule. */
  private final class State {
    private final String name;
    private final AlertRule rule;
    private final Map<String, String> labels;
    private final Growth growth = new Growth(settings.rateSeconds());
    private boolean isPending;
    private boolean isFiring;
    private long sinceNanos;
    private double value;

    State(String name, AlertRule rule, Map<String, String> labels) {
      this.name = name;
      this.rule = rule;
      this.labels = labels;
    }

    @Nullable Change next(double raw, long nowNanos) {
      value = rule.rate() ? growth.perSecond(raw, nowNanos) : raw;
      if (isFiring) {
        return rule.isBeyond(value, rule.leave()) ? null : end(value);
      }
      if (!rule.isBeyond(value, rule.enter())) {
        isPending = false;
        return null;
      }
      if (!isPending) {
        isPending = true;
        sinceNanos = nowNanos;
      }
      if (nowNanos - sinceNanos < rule.holdSeconds() * NANOS_PER_SECOND) {
        return null;
      }
      isPending = false;
      isFiring = true;
      return new Change(alert(value), true);
    }

    Change end(double last) {
      isFiring = false;
      return new Change(alert(last), false);
    }

    Alert alert(double now) {
      return new Alert(name, rule, labels, now, sinceNanos);
    }
  }

  /** Recent growth of a count. */
  private static final class Growth {
    private final long windowNanos;
    private final Deque<Point> points = new ArrayDeque<>();

    Growth(int seconds) {
      windowNanos = TimeUnit.SECONDS.toNanos(seconds);
    }

    /**
     * Returns the growth per second over the window, or since the first value; a count that fell
     * has been reset.
     */
    double perSecond(double value, long nowNanos) {
      if (!points.isEmpty() && value < points.getLast().value) {
        points.clear();
      }
      points.add(new Point(nowNanos, value));
      while (points.size() > 2 && nowNanos - points.getFirst().nanos > windowNanos) {
        points.removeFirst();
      }
      long span = nowNanos - points.getFirst().nanos;
      return span == 0 ? 0 : (value - points.getFirst().value) * NANOS_PER_SECOND / span;
    }
  }

  private record Point(long nanos, double value) {}
}
