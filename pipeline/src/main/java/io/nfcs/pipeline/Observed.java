package io.nfcs.pipeline;

import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Metrics;
import io.nfcs.grid.Grid;
import io.nfcs.tick.ObserverContext;
import io.nfcs.tick.Progress;
import java.util.Map;

/** Context of the observers of a run. */
record Observed(RunContext run, Grid grid, Loop loop, Map<String, String> stageSizes)
    implements ObserverContext {
  @Override
  public Counters counters() {
    return run.instruments().counters();
  }

  @Override
  public Metrics metrics() {
    return run.instruments().metrics();
  }

  @Override
  public ErrorLog errors() {
    return run.instruments().errors();
  }

  @Override
  public Progress progress() {
    return loop.progress();
  }

  @Override
  public <R extends Record> R settings(String section, Class<R> type) {
    return run.config().section(section, type);
  }
}
