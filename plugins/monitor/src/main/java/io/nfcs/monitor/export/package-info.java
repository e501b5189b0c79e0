/**
 * What other systems need to watch a run as we do: rules for Prometheus, a dashboard for Grafana.
 */
@NullMarked
package io.nfcs.monitor.export;

import org.jspecify.annotations.NullMarked;
