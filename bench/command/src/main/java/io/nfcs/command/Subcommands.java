package io.nfcs.command;

import java.util.List;

/** Further subcommands of {@code nfcs}, found by {@link java.util.ServiceLoader}. */
public interface Subcommands {
  /** Returns the classes, each with its {@code @Command} of picocli, in the order of the help. */
  List<Class<?>> classes();
}
