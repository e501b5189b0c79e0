package io.nfcs.tick;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.TieredCache;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Metrics;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Context of a stage while it is opened.
 *
 * <p><b>Threads.</b> Used by the opening thread only.
 */
public interface StageContext {
  /** Returns the stage's own number in every tick. */
  int stage();

  /** Returns the names of the stages, parameters and quantities of this run. */
  TickShape shape();

  /**
   * Returns the index of a quantity that the stage computes.
   *
   * @throws IllegalArgumentException if the stage has not declared it
   */
  int result(Quantity quantity);

  /**
   * Returns the number of ticks whose snapshots may be in use at once: in the ring, queued for the
   * store, or being stored. A {@link SnapshotPool} of this size always has a free one.
   */
  int ticksInFlight();

  /**
   * Returns the folder beside the journal for documents too large for ticks, such as a text of
   * rules: written in a live run, read in a replay. {@code null} without a journal.
   */
  @Nullable Path documents();

  /**
   * Returns whether the ticks come from a journal: then their documents are in {@link
   * #documents()}.
   */
  boolean isReplay();

  /** Returns the log for failures of the stage off the tick; those on the tick are thrown. */
  ErrorLog errors();

  /**
   * Returns the metrics to which a stage adds its own; not read in a replay or a warm-up. Any
   * thread may read them at any time, also after the stage is closed.
   */
  Metrics metrics();

  /**
   * Opens a cache for results that the stage would compute again: in a live run with the tiers of
   * the configuration, in a replay and a warm-up with an empty near cache only. Results of a stage
   * must not depend on the content of its caches. The stage closes the cache, or the run does at
   * its end.
   *
   * @throws io.nfcs.config.ConfigException if the configuration of the cache is not usable
   */
  <K, V> TieredCache<K, V> cache(CacheSpec<K, V> spec);

  /**
   * Returns the stage's section of the configuration (the one of its name), bound to a record whose
   * components carry {@link io.nfcs.config.Setting}. A run can be resumed only if the sections that
   * its stages have bound are unchanged.
   *
   * @throws io.nfcs.config.ConfigException if a key is unknown or a value is not allowed
   */
  default <R extends Record> R settings(Class<R> type) {
    return settings(shape().stages().get(stage()), type);
  }

  /** Returns the section of another stage, for a stage that works on its results. */
  <R extends Record> R settings(String section, Class<R> type);
}
