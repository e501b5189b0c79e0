/**
 * The subcommands of {@code nfcs} that measure, and their output.
 *
 * <p>Imports picocli, and Jackson by way of the reports.
 */
@NullMarked
package io.nfcs.lab.command;

import org.jspecify.annotations.NullMarked;
