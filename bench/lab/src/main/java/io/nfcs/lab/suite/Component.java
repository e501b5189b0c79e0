package io.nfcs.lab.suite;

import io.nfcs.command.Progress;
import java.io.IOException;
import java.util.List;

/** A part of the suite. */
interface Component {
  /** Returns the name on the command line. */
  String name();

  /** Returns its description, in one line. */
  String shows();

  /** Returns whether the whole suite includes it. */
  boolean isEnabled(BenchSettings settings);

  /** Returns its approximate duration, for the display of progress. */
  double seconds(BenchSettings settings);

  /**
   * Runs the measurements. What it starts has ended and what it writes is deleted when it returns
   * or throws.
   *
   * @return values with names that are the same in every run of the suite
   */
  List<Measurement> run(SuiteContext context, Progress progress)
      throws IOException, InterruptedException;
}
