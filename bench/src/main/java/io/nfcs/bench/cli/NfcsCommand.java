package io.nfcs.bench.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

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
  private static final String TRACE = "nfcs.trace";

  private NfcsCommand() {}

  /** Runs the command and ends the process with its exit status. */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  static int execute(String... args) {
    CommandLine commandLine = commandLine();
    try {
      return commandLine.execute(args);
    } catch (Error failure) {
      return failed(failure, commandLine.getErr());
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new NfcsCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> failed(failure, command.getErr()));
  }

  private static int failed(Throwable failure, PrintWriter err) {
    err.println("nfcs: " + FailureText.of(failure));
    if (Boolean.getBoolean(TRACE)) {
      failure.printStackTrace(err);
    } else if (!FailureText.isExpected(failure)) {
      err.println("nfcs: NFCS_JAVA_OPTS=-D" + TRACE + "=true shows where");
    }
    err.flush();
    return ExitStatus.UNUSABLE;
  }
}
