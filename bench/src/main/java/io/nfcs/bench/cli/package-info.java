/**
 * The {@code nfcs} command: one class per subcommand, the only code that writes to standard output.
 *
 * <p>Standard output carries the result (with {@code --json} one JSON object and nothing else);
 * progress, logs and errors go to standard error. The only place that imports picocli and Jackson.
 */
@NullMarked
package io.nfcs.bench.cli;

import org.jspecify.annotations.NullMarked;
