/**
 * Output of results: JSON for machines, pages with plots for people.
 *
 * <p>Jackson for JSON, uPlot in the pages. Any thread.
 */
@NullMarked
package io.nfcs.lab.report;

import org.jspecify.annotations.NullMarked;
