/**
 * Pages with plots, and the page of the growth of benchmarks over their parameters.
 *
 * <p>uPlot in the pages, Jackson for the files of JMH. Any thread.
 */
@NullMarked
package io.nfcs.lab.report;

import org.jspecify.annotations.NullMarked;
