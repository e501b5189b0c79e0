package io.nfcs.command;

import io.nfcs.pipeline.replay.WindowRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that select ticks of a run. */
public final class WindowOptions {
  @Option(
      names = "--from",
      paramLabel = "T",
      description =
          "First tick: its number, a time such as 2026-11-28T14:05:30Z, or a time of day such as"
              + " 14:05 on the last day of the run, in UTC.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "T", description = "Last tick, in the same way.")
  private @Nullable String to;

  /** For picocli, which sets the options. */
  public WindowOptions() {}

  /** Returns the window between the two ends. */
  public WindowRequest request() {
    return request(null);
  }

  /** Returns the latest ticks of that window, with those around them. */
  public WindowRequest request(@Nullable Integer worst) {
    return new WindowRequest(from, to, worst);
  }
}
