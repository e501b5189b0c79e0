/** Exports for other monitoring systems: rules for Prometheus, a dashboard for Grafana. */
@NullMarked
package io.nfcs.monitor.export;

import org.jspecify.annotations.NullMarked;
