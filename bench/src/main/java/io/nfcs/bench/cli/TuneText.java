package io.nfcs.bench.cli;

import io.nfcs.journal.TuningReceipt;
import java.time.Instant;

/** Tuning as a person wants to read it. */
final class TuneText {
  private TuneText() {}

  /** A receipt in a line. */
  static String line(TuningReceipt receipt) {
    return Instant.ofEpochSecond(0, receipt.epochNanos())
        + "  "
        + (receipt.isKept() ? "kept" : "undone")
        + "  "
        + receipt.before()
        + " -> "
        + receipt.after()
        + ", as "
        + receipt.reason()
        + ": "
        + receipt.verdict();
  }
}
