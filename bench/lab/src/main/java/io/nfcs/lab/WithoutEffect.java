package io.nfcs.lab;

import io.nfcs.config.ConfigException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Check for options that would have no effect in their combination. */
public final class WithoutEffect {
  private WithoutEffect() {}

  /**
   * Refuses options of a command line.
   *
   * @param command that was parsed
   * @param task option that the others would have no effect with
   * @param allowed the longest names of those that have an effect
   */
  public static void refuse(CommandSpec command, String task, String... allowed) {
    command.commandLine().getParseResult().matchedOptions().stream()
        .map(OptionSpec::longestName)
        .filter(name -> !List.of(allowed).contains(name))
        .findFirst()
        .ifPresent(name -> {
          throw new ConfigException(name + " has no effect with " + task);
        });
  }
}
