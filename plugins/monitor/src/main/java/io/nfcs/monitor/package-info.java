/** Monitoring of a run: metrics, health and page over HTTP, as an observer of committed ticks. */
@NullMarked
package io.nfcs.monitor;

import org.jspecify.annotations.NullMarked;
