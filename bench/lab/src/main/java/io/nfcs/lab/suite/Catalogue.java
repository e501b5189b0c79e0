package io.nfcs.lab.suite;

import java.util.LinkedHashMap;
import java.util.Map;

/** List of the commands that measure, with a description in one line each. */
final class Catalogue {
  private Catalogue() {}

  /** Returns the commands, in the order of a list. */
  public static Map<String, String> commands() {
    Map<String, String> shown = new LinkedHashMap<>();
    BenchmarkSuite.components().forEach((name, shows) -> shown.put("nfcs bench " + name, shows));
    shown.put("nfcs load", "latency and saturation under virtual users, beside the loop or remote");
    shown.put(
        "nfcs replay DIR --bench", "whether a change makes the ticks of a run faster or slower");
    shown.put(
        "nfcs cache hitrate", "hit rate of the eviction on a trace, against LRU and the optimum");
    shown.put(
        "nfcs semantic eval", "precision and recall of look-ups by meaning on labelled texts");
    return shown;
  }
}
