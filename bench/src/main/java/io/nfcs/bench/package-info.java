/**
 * The {@code nfcs} command, the benchmarks and the reports.
 *
 * <p>Knows all modules; no module knows it. The only place that imports JMH, picocli and plotting.
 */
@NullMarked
package io.nfcs.bench;

import org.jspecify.annotations.NullMarked;
