package io.nfcs.command;

/**
 * A subcommand of {@code nfcs} from another jar, found by {@link java.util.ServiceLoader}: a public
 * class with a public constructor without arguments and {@code @Command} of picocli, named in
 * {@code META-INF/services/io.nfcs.command.Subcommand}.
 */
public interface Subcommand {}
