package io.nfcs.tick;

import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Metrics;
import io.nfcs.grid.Grid;
import java.util.Map;

/**
 * What an observer is told when it is opened: the parts of a live run, all of which outlive it.
 *
 * <p><b>Threads.</b> Used by the opening thread; what it gives may be kept and used by any.
 */
public interface ObserverContext {
  /** The grid, with its caches and regions. */
  Grid grid();

  /** Counters of the run. */
  Counters counters();

  /** How far the run has come, by its commit path and no reader of the journal. */
  Progress progress();

  /** What its parts tell of themselves; an observer may add to them. */
  Metrics metrics();

  /** Where an observer reports what fails. */
  ErrorLog errors();

  /** How much each stage works on ({@link Stage#size()}), by its name. */
  Map<String, String> stageSizes();

  /** A section of the configuration, bound to a record whose components carry settings. */
  <R extends Record> R settings(String section, Class<R> type);
}
