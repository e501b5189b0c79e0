package io.nfcs.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nfcs completion}: completion of commands and options by a shell. */
@Command(
    name = "completion",
    description = {
      "Print a script that lets a shell complete commands and options.",
      "bash, in ~/.bashrc: source <(nfcs completion bash)",
      "zsh, in ~/.zshrc: source <(nfcs completion zsh)"
    },
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  @SuppressWarnings("UnusedVariable") // one script does for both: it asks which shell reads it
  private Shell shell;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(AutoComplete.bash("nfcs", NfcsCommand.commandLine()));
    out.flush();
    return ExitStatus.OK;
  }

  /** Shells that there is a script for. */
  enum Shell {
    BASH,
    ZSH
  }
}
