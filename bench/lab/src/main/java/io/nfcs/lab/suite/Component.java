package io.nfcs.lab.suite;

import io.nfcs.command.Progress;
import java.io.IOException;
import java.util.List;

/** A part of the suite. */
interface Component {
  /** Name on the command line. */
  String name();

  /** What it shows, in one line. */
  String shows();

  /** Whether the whole suite has it. */
  boolean isEnabled(BenchSettings settings);

  /** About how long it takes, so that progress can be told. */
  double seconds(BenchSettings settings);

  /** Measures. */
  List<Measurement> run(SuiteContext context, Progress progress)
      throws IOException, InterruptedException;
}
