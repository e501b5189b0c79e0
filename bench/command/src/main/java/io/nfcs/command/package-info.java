/**
 * The {@code nfcs} command and the subcommands of every installation; the only code that writes to
 * standard output. Others come from jars beside it, by {@link io.nfcs.command.Subcommand}.
 *
 * <p>Standard output carries the result (with {@code --json} one JSON object and nothing else);
 * progress, logs and errors go to standard error. Imports picocli and Jackson.
 */
@NullMarked
package io.nfcs.command;

import org.jspecify.annotations.NullMarked;
