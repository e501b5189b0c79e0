package io.nfcs.command;

import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;

/**
 * A line of progress on a terminal that is overwritten again and again, on standard error so that
 * it is never part of a result.
 *
 * <p>Without a terminal nothing is ever printed. <b>Threads.</b> One at a time.
 */
public final class LiveLine implements AutoCloseable {
  private static final String ERASE = "\r\033[K";

  private final PrintStream out;
  private final boolean terminal;

  LiveLine(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Returns a live line on standard error if that is a terminal, a silent one otherwise. */
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

  /** Erases the line, so that other output begins at its start. */
  @Override
  public void close() {
    if (terminal) {
      out.print(ERASE);
      out.flush();
    }
  }
}
