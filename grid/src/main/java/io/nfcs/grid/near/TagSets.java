package io.nfcs.grid.near;

import io.nfcs.tier.Tag;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The distinct sets of tags of entries, by number: a set is stored once for all its entries, as
 * long as there is one.
 *
 * <p>The first set of one tag is the common one, and stays for good. A cache gives each of its
 * entries the tag by which all are invalidated, so most have this set.
 *
 * <p><b>Threads.</b> Any. {@link #get} takes no lock; its caller knows an entry that has the set.
 * Sets are written before the entries that have them are published, and {@code sets} is volatile.
 * {@code common} is plain and changes once: a thread that reads that it is unset takes the lock and
 * looks again.
 */
final class TagSets {
  /** The set without tags. */
  static final int NONE = 0;

  /** The set that most entries have. */
  static final int COMMON = 1;

  private static final Tag[] NO_TAGS = {};

  private final Map<List<Tag>, Integer> numbers = new HashMap<>();
  private volatile Tag[][] sets = {NO_TAGS, NO_TAGS};

  /** The tag of the common set, which is set before there is an entry that has it. */
  private @Nullable Tag common;

  private int[] entries = new int[2];
  private int count = 2;
  private int[] free = new int[2];
  private int freeCount;

  /** Returns the number of a set, and counts one more entry with it. */
  int take(Tag[] tags) {
    if (tags.length == 0) {
      return NONE;
    }
    return tags.length == 1 && isCommon(tags[0]) ? COMMON : number(tags);
  }

  /** Counts one entry less of a set. */
  void release(int number) {
    if (number > COMMON) {
      drop(number);
    }
  }

  /** Returns the tags of a set; not to be changed. */
  Tag[] get(int number) {
    return sets[number];
  }

  /** Returns whether a tag of a set was invalidated since an entry of this stamp was asked for. */
  boolean hasOvertaken(int number, long stamp) {
    if (number == COMMON) {
      return common != null && common.hasOvertaken(stamp);
    }
    for (Tag tag : sets[number]) {
      if (tag.hasOvertaken(stamp)) {
        return true;
      }
    }
    return false;
  }

  @SuppressWarnings("ReferenceEquality") // each name has one instance
  private boolean isCommon(Tag tag) {
    return common == tag;
  }

  private synchronized int number(Tag[] tags) {
    if (tags.length == 1) {
      if (common == null) {
        common = tags[0];
        put(COMMON, tags);
      }
      if (isCommon(tags[0])) {
        return COMMON;
      }
    }
    List<Tag> key = List.of(tags);
    Integer known = numbers.get(key);
    if (known != null) {
      entries[known]++;
      return known;
    }
    int number = freeCount > 0 ? free[--freeCount] : count++;
    if (number == entries.length) {
      entries = Arrays.copyOf(entries, 2 * number);
      free = Arrays.copyOf(free, 2 * number);
    }
    entries[number] = 1;
    put(number, tags);
    numbers.put(key, number);
    return number;
  }

  private synchronized void drop(int number) {
    if (--entries[number] == 0) {
      numbers.remove(List.of(sets[number]));
      put(number, NO_TAGS);
      free[freeCount++] = number;
    }
  }

  /** Stores a set, where readers without the lock see it before they see an entry of it. */
  private void put(int number, Tag[] tags) {
    Tag[][] now = sets;
    Tag[][] next = number < now.length ? now : Arrays.copyOf(now, entries.length);
    next[number] = tags;
    sets = next;
  }
}
