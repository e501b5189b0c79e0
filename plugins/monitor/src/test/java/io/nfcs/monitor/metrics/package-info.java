/** Tests of metrics. */
@NullMarked
package io.nfcs.monitor.metrics;

import org.jspecify.annotations.NullMarked;
