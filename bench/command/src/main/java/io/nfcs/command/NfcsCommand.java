package io.nfcs.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code nfcs} command line. */
@Command(
    name = "nfcs",
    description = "Performance grid of the Neural Field Control System.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:fine",
      "1:the thing checked does not hold (divergence, damaged journal, regression)",
      "2:bad usage or configuration"
    },
    synopsisSubcommandLabel = "COMMAND")
final class NfcsCommand {
  private static final String TRACE = "nfcs.trace";
  private static final List<Class<?>> OWN =
      List.of(
          RunCommand.class,
          JournalCommand.class,
          StoreCommand.class,
          ExportCommand.class,
          CompletionCommand.class,
          DoctorCommand.class);

  private NfcsCommand() {}

  /** Runs the command and ends the process with its exit status. */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  static int execute(String... args) {
    CommandLine commandLine = commandLine(args.length == 0 ? "" : args[0]);
    try {
      return commandLine.execute(args);
    } catch (Error failure) {
      return failed(failure, commandLine.getErr());
    }
  }

  static CommandLine commandLine() {
    return commandLine("");
  }

  /**
   * Returns the command line with only the command of that name: loading all commands would delay
   * the start.
   */
  static CommandLine commandLine(String name) {
    CommandLine commandLine = new CommandLine(new NfcsCommand());
    List<Class<?>> all = new ArrayList<>(OWN);
    ServiceLoader.load(Subcommand.class).stream()
        .map(ServiceLoader.Provider::type)
        .forEach(all::add);
    List<Class<?>> named = all.stream().filter(type -> isCalled(type, name)).toList();
    (named.isEmpty() ? all : named).forEach(commandLine::addSubcommand);
    return commandLine
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> failed(failure, command.getErr()));
  }

  private static boolean isCalled(Class<?> type, String name) {
    Command command = type.getAnnotation(Command.class);
    return command != null && command.name().equals(name);
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
