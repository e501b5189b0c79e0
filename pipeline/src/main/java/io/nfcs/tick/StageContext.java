package io.nfcs.tick;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.TieredCache;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Metrics;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a stage is told when it is opened.
 *
 * <p><b>Threads.</b> Used by the opening thread only.
 */
public interface StageContext {
  /** The stage's own number in every tick. */
  int stage();

  /** Names of the stages, parameters and quantities of this run. */
  TickShape shape();

  /**
   * Index of a quantity that the stage computes.
   *
   * @throws IllegalArgumentException if the stage has not declared it
   */
  int result(Quantity quantity);

  /** Ticks that may be in flight or queued at once: what a {@link SnapshotPool} must cover. */
  int ticksInFlight();

  /**
   * Folder beside the journal for what ticks refer to and is too large to be in them, such as a
   * text of rules: a stage writes there in a live run, and finds it there in a replay. {@code null}
   * where nothing is journalled.
   */
  @Nullable Path documents();

  /** Whether the ticks come from a journal: what they refer to is in {@link #documents()}. */
  boolean isReplay();

  /** Where a stage reports what fails off the tick; what fails on it is thrown. */
  ErrorLog errors();

  /** Where a stage adds what it can tell of itself; in a replay and a warm-up nobody asks. */
  Metrics metrics();

  /**
   * Opens a cache for results that the stage would compute again: in a live run with the tiers of
   * the configuration, in a replay and a warm-up with near alone, and empty. What a stage does must
   * not depend on what its caches hold. The stage closes it, or the run does at its end.
   */
  <K, V> TieredCache<K, V> cache(CacheSpec<K, V> spec);

  /**
   * The stage's section of the configuration (the one of its name), bound to a record whose
   * components carry {@link io.nfcs.config.Setting}.
   */
  default <R extends Record> R settings(Class<R> type) {
    return settings(shape().stages().get(stage()), type);
  }

  /** Another stage's section, for a stage that works on what that one made. */
  <R extends Record> R settings(String section, Class<R> type);
}
