package io.nfcs.command;

import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;

/**
 * One line of progress on a terminal that is written over and over, on standard error so that it is
 * never part of a result.
 *
 * <p>On anything but a terminal it says nothing until {@link #close()}.
 */
public final class LiveLine implements AutoCloseable {
  private static final String ERASE = "\r\033[K";

  private final PrintStream out;
  private final boolean terminal;

  LiveLine(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** A live line on standard error if a person is watching, a silent one otherwise. */
  public static LiveLine onTerminal() {
    boolean watched = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return new LiveLine(System.err, watched);
  }

  /** Shows a text in place of the last one. */
  public void show(String text) {
    if (terminal) {
      out.print(ERASE + text);
      out.flush();
    }
  }

  @Override
  public void close() {
    if (terminal) {
      out.print(ERASE);
      out.flush();
    }
  }
}
