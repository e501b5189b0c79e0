/** Metrics of a run in Prometheus' terms, converted on request. */
@NullMarked
package io.nfcs.monitor.metrics;

import org.jspecify.annotations.NullMarked;
