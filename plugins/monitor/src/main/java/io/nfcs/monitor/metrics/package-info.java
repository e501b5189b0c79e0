/** Metrics of a run in Prometheus' terms; converted when they are asked for. */
@NullMarked
package io.nfcs.monitor.metrics;

import org.jspecify.annotations.NullMarked;
