package io.nfcs.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command prints in this JVM. */
public final class CommandOutput {
  private CommandOutput() {}

  /** What it prints; its exit status must be 0. */
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
