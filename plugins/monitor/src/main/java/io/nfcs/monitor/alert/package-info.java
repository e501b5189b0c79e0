/**
 * Alerts: rules with hysteresis, evaluated here, and exported as files for Prometheus and Grafana.
 */
@NullMarked
package io.nfcs.monitor.alert;

import org.jspecify.annotations.NullMarked;
