package io.nfcs.tier;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tier that several processes share, and by which they report changes to each other.
 *
 * <p>It keeps a log of the changes of its cache: texts, numbered in one order for all. Numbers
 * begin at the time since 1970 of when the log was made, in units of 10 us, which is faster than
 * the rate of changes; so those of a log that was lost and begun again are larger than the ones
 * before. Old changes may be dropped; a reader finds their numbers missing.
 *
 * <p>The tier must report parts of the log that it has lost, by an eviction, a restart from an
 * older state or a failover: {@link #since} returns the number from which on nothing is missing,
 * and entries loaded before count as unknown.
 *
 * <p><b>Threads.</b> Any. A change that {@link #append} has returned must be in every later answer
 * of {@link #after} in any process, unless it was dropped since. <b>Fails</b> as every {@link
 * CacheTier}, with any unchecked exception; what was not appended is appended again later.
 */
public interface SharedTier extends CacheTier {
  /**
   * A part of the log.
   *
   * @param latest number of the latest change there is, 0 if there never was one
   * @param texts the changes up to it, in the order of their numbers; if they are fewer than the
   *     numbers asked for, some were dropped, and the reader forgets all entries of its own tiers
   */
  record Changes(long latest, List<String> texts) {}

  /**
   * Adds a change and notifies the other processes, which may miss the hint.
   *
   * @param text description of the change
   * @param name name under which its number is kept for {@link #latestOf} however old it gets, or
   *     null
   * @param above lower bound of its number, exclusive
   * @return its number, larger than that of every change before
   */
  long append(String text, @Nullable String name, long above);

  /**
   * Returns the changes after a number.
   *
   * @param number 0 or more, exclusive
   */
  Changes after(long number);

  /**
   * Returns the numbers of the latest changes that were kept under names, in their order; where
   * there is none, the number from which on nothing is missing.
   */
  long[] latestOf(List<String> names);

  /**
   * Returns the number from which on nothing is missing, as far as the tier has noticed; the
   * entries it holds from before must not be served. Asked at each look-up, also on a tick: it must
   * answer from memory, such as with the number that {@link #after} or {@link #latestOf} has seen
   * last.
   */
  long since();

  /**
   * Sets the callback for changes that another process may have added; called once, after {@link
   * #open}.
   *
   * @param hint may be called by any thread, too often or not at all, and does not wait
   */
  void onChange(Runnable hint);

  /**
   * Takes the right to load a key, unless another holder has it; returns whether it was taken. A
   * holder that does not get it asks again every few milliseconds.
   *
   * @param holder name of a process, different from all others
   * @param millis after which it lapses
   */
  boolean claim(CacheKey key, String holder, long millis);

  /** Gives the right to load a key back, if the holder still has it. */
  void release(CacheKey key, String holder);
}
