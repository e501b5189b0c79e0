/** Tests of the statistics against theory and simulation. */
@NullMarked
package io.nfcs.bench.statistics;

import org.jspecify.annotations.NullMarked;
