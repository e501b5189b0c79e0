package io.nfcs.cache;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tier that several processes share, and by which they tell each other what has changed.
 *
 * <p>It keeps a log of the changes of its cache: texts, numbered in one order for all. Numbers
 * begin at the milliseconds since 1970 of when the log was made, so that those of a log that was
 * lost and begun anew are larger than the ones before. Old changes may be dropped; who asks for
 * them finds the numbers missing.
 *
 * <p><b>Threads.</b> Any. <b>Fails</b> as every {@link CacheTier}, with any unchecked exception.
 */
public interface SharedTier extends CacheTier {
  /**
   * A part of the log.
   *
   * @param latest number of the latest change there is, 0 if there never was one
   * @param texts the changes up to it, without those dropped
   */
  record Changes(long latest, List<String> texts) {}

  /**
   * Adds a change and tells the other processes, which may miss that.
   *
   * @param text what has changed
   * @param name under what its number is kept for {@link #latestOf} however old it gets, or null
   * @param above its number is larger than this
   * @return its number
   */
  long append(String text, @Nullable String name, long above);

  /** The changes after a number. */
  Changes after(long number);

  /** Number of the latest change that was kept under a name, 0 if there is none. */
  long latestOf(String name);

  /** Calls back, from any thread, when another process may have added a change. */
  void onChange(Runnable hint);

  /**
   * Takes the right to load a key, unless another process has it.
   *
   * @param millis after which it lapses
   */
  boolean claim(CacheKey key, String holder, long millis);

  /** Gives the right to load a key back, if it is the holder's. */
  void release(CacheKey key, String holder);
}
