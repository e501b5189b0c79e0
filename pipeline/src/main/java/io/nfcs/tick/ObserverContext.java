package io.nfcs.tick;

import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Metrics;
import io.nfcs.grid.Grid;
import java.util.Map;

/**
 * Context of an observer: the parts of a live run, all of which outlive the observer.
 *
 * <p><b>Threads.</b> Used by the opening thread; its parts may be kept and used by any thread.
 */
public interface ObserverContext {
  /** Returns the grid, with its caches and regions. */
  Grid grid();

  /** Returns the counters of the run. */
  Counters counters();

  /** Returns the progress of the run, from its commit path, not from a reader of the journal. */
  Progress progress();

  /** Returns the metrics of the run's parts, to which an observer may add. */
  Metrics metrics();

  /** Returns the log for failures of the observer. */
  ErrorLog errors();

  /** Returns the workload of each stage ({@link Stage#size()}), by its name. */
  Map<String, String> stageSizes();

  /** Returns a section of the configuration, bound to a record whose components carry settings. */
  <R extends Record> R settings(String section, Class<R> type);
}
