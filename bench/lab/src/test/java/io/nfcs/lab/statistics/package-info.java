/** Tests of the statistics against theory and simulation. */
@NullMarked
package io.nfcs.lab.statistics;

import org.jspecify.annotations.NullMarked;
