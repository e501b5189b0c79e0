package io.nfcs.lab.command;

import io.nfcs.command.Subcommands;
import java.util.List;

/** Subcommands that measure. */
public final class LabCommands implements Subcommands {
  /** For {@link java.util.ServiceLoader}. */
  public LabCommands() {}

  @Override
  public List<Class<?>> classes() {
    return List.of(
        ReplayCommand.class,
        BenchCommand.class,
        LoadCommand.class,
        TuneCommand.class,
        CacheCommand.class,
        SemanticCommand.class);
  }
}
