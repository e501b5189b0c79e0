package io.nfcs.bench.cli;

import io.nfcs.config.ConfigException;
import io.nfcs.config.StartException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The {@code nfcs} command line. */
@Command(
    name = "nfcs",
    description = "Performance grid of the Neural Field Control System.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    subcommands = {
      RunCommand.class,
      JournalCommand.class,
      StoreCommand.class,
      ReplayCommand.class,
      BenchCommand.class,
      LoadCommand.class,
      TuneCommand.class,
      CacheCommand.class,
      SemanticCommand.class,
      ExportCommand.class,
      DoctorCommand.class
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:fine",
      "1:the thing checked does not hold (divergence, damaged journal, regression)",
      "2:bad usage or configuration"
    },
    synopsisSubcommandLabel = "COMMAND")
public final class NfcsCommand {
  private NfcsCommand() {}

  /** Runs the command and ends the process with its exit status. */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  static int execute(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    return new CommandLine(new NfcsCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(failures());
  }

  private static IExecutionExceptionHandler failures() {
    return (failure, commandLine, parsed) -> {
      PrintWriter err = commandLine.getErr();
      if (failure instanceof ConfigException || failure instanceof StartException) {
        err.println("nfcs: " + failure.getMessage());
        return ExitStatus.UNUSABLE;
      }
      failure.printStackTrace(err);
      return ExitStatus.UNUSABLE;
    };
  }
}
