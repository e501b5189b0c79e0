package io.nfcs.command;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A progress bar with the remaining time, on a terminal. */
public final class ProgressLine implements Progress, AutoCloseable {
  private static final int WIDTH = 30;

  private final LiveLine line = LiveLine.onTerminal();
  private final long startNanos = System.nanoTime();

  /** Begins to measure the time. */
  public ProgressLine() {}

  @Override
  public void at(double done, String what) {
    int filled = (int) (done * WIDTH);
    String bar = "=".repeat(filled) + " ".repeat(WIDTH - filled);
    line.show(String.format(Locale.ROOT, "[%s] %3.0f %%  %s%s", bar, 100 * done, what, left(done)));
  }

  private String left(double done) {
    if (done <= 0) {
      return "";
    }
    long nanos = (long) ((System.nanoTime() - startNanos) * (1 - done) / done);
    long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos);
    return String.format(Locale.ROOT, ", %d:%02d left", seconds / 60, seconds % 60);
  }

  @Override
  public void close() {
    line.close();
  }
}
