/** Alerts: rules with hysteresis, evaluated here, and told to Prometheus and Grafana as files. */
@NullMarked
package io.nfcs.monitor.alert;

import org.jspecify.annotations.NullMarked;
