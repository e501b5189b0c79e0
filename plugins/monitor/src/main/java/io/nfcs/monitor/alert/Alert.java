package io.nfcs.monitor.alert;

import java.util.Map;

/**
 * An alert.
 *
 * @param name of the rule
 * @param rule the rule
 * @param labels of the series
 * @param value its present value
 * @param sinceNanos its start, in the clock's time
 */
public record Alert(
    String name, AlertRule rule, Map<String, String> labels, double value, long sinceNanos) {}
