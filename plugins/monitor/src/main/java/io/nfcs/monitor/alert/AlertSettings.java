package io.nfcs.monitor.alert;

import io.nfcs.config.Setting;
import java.util.Map;

/** Section {@code alerts}. */
public record AlertSettings(
    @Setting(
            doc = "Interval of the evaluation of the rules",
            unit = "ms",
            value = "1000",
            min = 10,
            max = 600_000)
        long evaluateMillis,
    @Setting(
            doc = "Time over which growth per second is measured",
            unit = "s",
            value = "60",
            min = 1,
            max = 3600)
        int rateSeconds,
    @Setting(
            doc =
                "Rules by name: metric (each of its series by itself), labels it must have, rate"
                    + " (whether its growth per second counts), when (above or below), enter and"
                    + " leave (thresholds), hold_seconds (time beyond enter without a break),"
                    + " severity (info, warning or critical), text. config/prometheus and"
                    + " config/grafana are generated from them",
            value = RULES)
        Map<String, AlertRule> rules) {
  // used above: a private constant counts as unused
  static final String RULES =
      """
      loop_slow:
        metric: nfcs_coordination_frequency_ratio
        when: below
        enter: 0.9
        leave: 0.95
        severity: critical
        text: The loop ticks less often than scheduled; see the causes of late ticks.
      periods_missed:
        metric: nfcs_periods_missed_total
        rate: true
        enter: 0.1
        leave: 0.01
        text: Periods pass without a tick.
      latency_high:
        metric: nfcs_coordination_latency_quantile_seconds
        labels: {quantile: '0.95'}
        enter: 0.05
        leave: 0.04
        hold_seconds: 30
        text: One tick in twenty is done later than 50 ms after it was due.
      stage_failing:
        metric: nfcs_stage_failures_by_stage_total
        rate: true
        enter: 0.05
        leave: 0.01
        hold_seconds: 0
        severity: critical
        text: A stage fails or is skipped; the log has the cause.
      ticks_dropped:
        metric: nfcs_ticks_dropped_total
        rate: true
        enter: 0
        leave: 0
        hold_seconds: 0
        severity: critical
        text: Ticks have no record in the journal, so they cannot be replayed.
      store_behind:
        metric: nfcs_store_lag_ticks
        enter: 1000
        leave: 100
        hold_seconds: 30
        text: The tables are behind the journal.
      store_stuck:
        metric: nfcs_store_still_seconds
        enter: 10
        leave: 1
        hold_seconds: 0
        severity: critical
        text: The tables take no ticks; the log has the cause. The journal has them all.
      hallucination_high:
        metric: nfcs_hallucination_number
        enter: 0.8
        leave: 0.6
        severity: critical
        text: The hallucination number H_a is critical.
      emergency:
        metric: nfcs_decision
        enter: 2.5
        leave: 2.5
        hold_seconds: 0
        severity: critical
        text: The constitution has declared an emergency.
      synchrony_low:
        metric: nfcs_order_parameter
        when: below
        enter: 0.3
        leave: 0.5
        hold_seconds: 60
        text: The oscillators have lost their synchrony.
      hit_ratio_low:
        metric: nfcs_cache_hit_ratio
        when: below
        enter: 0.8
        leave: 0.85
        hold_seconds: 300
        severity: info
        text: A cache has few hits; check the size of its tiers.
      tier_failing:
        metric: nfcs_tier_failures_total
        rate: true
        enter: 0.1
        leave: 0.01
        text: Calls of a tier throw; look-ups continue with the tiers below.
      tier_refusing:
        metric: nfcs_tier_refusals_total
        rate: true
        enter: 0.1
        leave: 0.01
        text: A tier refuses entries or calls; the label gives the reason (OOM is a full Redis, LENGTH an entry longer than a slab of near).
      errors_growing:
        metric: nfcs_errors_total
        rate: true
        enter: 0.1
        leave: 0.01
        text: Repeated background errors; the log has each of them once.
      memory_fragmented:
        metric: nfcs_memory_fragmentation_percent
        enter: 30
        leave: 20
        hold_seconds: 300
        severity: info
        text: A large part of a region is lost to gaps.
      heap_full:
        metric: nfcs_heap_used_ratio
        enter: 0.95
        leave: 0.85
        hold_seconds: 60
        text: The heap is nearly full, so collections will be long.
      disk_full:
        metric: nfcs_disk_free_ratio
        when: below
        enter: 0.1
        leave: 0.15
        severity: critical
        text: The disk of the data folder is nearly full.
      counters_disagree:
        metric: nfcs_conservation_residue
        enter: 0.9
        leave: 0.5
        text: Counters break a conservation law, so some of them are wrong; the label gives the law.
      cache_deviates:
        metric: nfcs_cache_deviations_total
        rate: true
        enter: 0
        leave: 0
        hold_seconds: 0
        text: A cache serves values that differ from its loader's, which is declared pure.
      """;
}
