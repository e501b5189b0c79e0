package io.nfcs.monitor.alert;

import java.util.Map;

/**
 * Something that is wrong.
 *
 * @param name of the rule
 * @param rule the rule
 * @param labels of the series
 * @param value what it is now
 * @param sinceNanos since when it has been wrong, in the clock's time
 */
public record Alert(
    String name, AlertRule rule, Map<String, String> labels, double value, long sinceNanos) {}
