/**
 * The subcommands of {@code nfcs} that measure, and what they print.
 *
 * <p>Imports picocli, and Jackson by way of the reports.
 */
@NullMarked
package io.nfcs.lab.command;

import org.jspecify.annotations.NullMarked;
