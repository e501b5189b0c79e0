package io.nfcs.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Output of a command run in this JVM. */
public final class CommandOutput {
  private CommandOutput() {}

  /** Returns the output of a command, whose exit status must be 0. */
  public static String of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        NfcsCommand.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    assertEquals(ExitStatus.OK, status, err::toString);
    return out.toString();
  }
}
