package io.nfcs.grid.tier;

import io.nfcs.table.NodeAwayException;
import io.nfcs.table.Register;
import io.nfcs.tier.CacheKey;
import io.nfcs.tier.Tag;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The numbered invalidations of a cache, and its tags.
 *
 * <p>The numbers are kept in registers, which are durable where the cache has a durable tier, so
 * that entries invalid before a restart are invalid after it. Where processes share a tier, its log
 * gives the numbers ({@link ChangeFeed}), and numbers given out here lie between two numbers of the
 * log.
 *
 * <p>A tag is forgotten with its last entry in this JVM. A tag that returns with an entry from
 * below gets its stored number again.
 *
 * <p><b>Threads.</b> Any. Numbers are given out, and written to their registers, under the lock of
 * this object; {@code latest} is read without it: a stamp that was read before an invalidation got
 * its number is lower. Registers and the log are read without a lock, for that may take long.
 */
final class Invalidations {
  private static final long NUMBERS_SET_ASIDE = 1024;

  /** Most attempts to ask for a tag while other invalidations arrive. */
  private static final int TRIES = 3;

  /**
   * Most keys that are kept apart for a tier that is away; with more, all its entries are outdated.
   */
  private static final int MOST_UNREACHED = 10_000;

  private final LiveTags tags = new LiveTags();
  private final ConcurrentMap<String, ConcurrentMap<CacheKey, Tag>> unreached =
      new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Long> floors = new ConcurrentHashMap<>();
  private final AtomicLong latest;
  private final Function<String, Register> registers;
  private final Function<List<String>, long[]> shared;
  private final Register latestRegister;
  private final Tag everything;
  private final Tag[] ofEveryEntry;
  private long setAside;

  /**
   * Creates invalidations that are stored in registers by name.
   *
   * @param shared the numbers of the latest invalidations of tags that other processes know of
   * @param applied number up to which earlier runs of this process knew them
   */
  Invalidations(
      Function<String, Register> registers, Function<List<String>, long[]> shared, long applied) {
    this.registers = registers;
    this.shared = shared;
    latestRegister = register(registers, "latest");
    latest = new AtomicLong(Math.max(applied, latestRegister.get(0)));
    setNumbersAside();
    everything = tag(TagNames.OWN + "everything");
    ofEveryEntry = new Tag[] {everything};
  }

  /** Returns the register of a name that no tag can have. */
  Register register(String name) {
    return register(registers, name);
  }

  static Register register(Function<String, Register> registers, String name) {
    return registers.apply(TagNames.OWN + name);
  }

  /** Returns the tag that every entry has. */
  Tag everything() {
    return everything;
  }

  /**
   * Records that a change of a key did not reach a tier: its old entry of the key does not count
   * any more. After a restart, that holds for all its old entries.
   */
  void unreached(String tier, CacheKey key) {
    // before the lock: the node may be slow, and a tick may want to invalidate something
    unreached(tier, key, noted(tier));
  }

  private synchronized void unreached(String tier, CacheKey key, long noted) {
    long number = next();
    ConcurrentMap<CacheKey, Tag> keys =
        unreached.computeIfAbsent(tier, name -> new ConcurrentHashMap<>());
    if (keys.size() < MOST_UNREACHED) {
      keys.computeIfAbsent(key.copy(), k -> new Tag(TagNames.OWN + k)).invalidate(number);
    } else {
      floors.put(tier, number);
      keys.clear();
    }
    if (noted < number) {
      register(tier).set(setAside);
    }
  }

  /** Records that no present entry of a tier counts any more. */
  synchronized void outdate(String tier) {
    long number = next();
    floors.put(tier, number);
    register(tier).set(number);
  }

  /**
   * Returns whether a tier's entry of a key is older than a change that has not reached the tier.
   */
  boolean isOutdated(String tier, CacheKey key, long stamp) {
    ConcurrentMap<CacheKey, Tag> keys = unreached.get(tier);
    Tag tag = keys == null ? null : keys.get(key);
    try {
      return stamp < floor(tier) || (tag != null && tag.hasOvertaken(stamp));
    } catch (NodeAwayException | LateException away) {
      // the tier may have missed a change before this process began
      return true;
    }
  }

  /** Returns the one instance of a name. */
  Tag tag(String name) {
    Tag tag = tags.find(name);
    for (int tries = 0; tag == null && tries < TRIES; tries++) {
      long version = tags.version();
      tag = tags.add(remembered(name), version);
    }
    return tag == null ? tags.addAsHeard(remembered(name)) : tag;
  }

  /** Returns the tags of an entry: those of the names, and that of every entry. */
  Tag[] tags(List<String> names) {
    if (names.isEmpty()) {
      return ofEveryEntry;
    }
    List<Tag> held = askedTogether(names);
    try {
      Tag[] result = new Tag[names.size() + 1];
      result[0] = everything;
      for (int i = 1; i < result.length; i++) {
        result[i] = tag(names.get(i - 1));
      }
      return result;
    } finally {
      // so that they are not forgotten and asked for again
      Reference.reachabilityFence(held);
    }
  }

  /** Drops tags that no entry has any more. */
  void maintain() {
    tags.forget();
  }

  /** Returns the number of known tags. */
  int known() {
    return tags.all().size();
  }

  /** Returns the stamp of an entry whose value is asked for now. */
  long stamp() {
    return latest.get();
  }

  /** Invalidates a tag, at once here and, when the call returns, after a restart too. */
  synchronized void invalidate(Tag tag) {
    long number = next();
    tag.invalidate(number);
    registers.apply(TagNames.stored(tag.name())).set(number);
  }

  /** Records that another process, or this one by the log, has invalidated a tag. */
  void heard(String name, long number) {
    tags.heard(name, number);
  }

  /** Records that all invalidations by other processes up to a number are known. */
  synchronized void advance(long number) {
    latest.accumulateAndGet(number, Math::max);
  }

  /** Applies the invalidations of others to the tags that are known here. */
  void refresh() {
    List<Tag> known = tags.all();
    long[] numbers = shared.apply(known.stream().map(tag -> TagNames.stored(tag.name())).toList());
    for (int i = 0; i < numbers.length; i++) {
      known.get(i).invalidate(numbers[i]);
    }
  }

  /**
   * Returns the next number. Numbers are reserved in blocks, so that none is given out twice, even
   * after a kill.
   */
  private long next() {
    long number = latest.get() + 1;
    if (number > setAside) {
      setNumbersAside();
    }
    latest.set(number);
    return number;
  }

  private void setNumbersAside() {
    setAside = latest.get() + NUMBERS_SET_ASIDE;
    latestRegister.set(setAside);
  }

  private Tag remembered(String name) {
    return remembered(name, shared(List.of(TagNames.stored(name)))[0]);
  }

  private Tag remembered(String name, long number) {
    Tag tag = new Tag(name);
    tag.invalidate(stored(name));
    tag.invalidate(number);
    return tag;
  }

  /** Returns tags, asking the store once for all those not known yet. */
  private List<Tag> askedTogether(List<String> names) {
    List<String> unknown =
        names.size() < 2
            ? List.of()
            : names.stream().filter(name -> tags.find(name) == null).toList();
    if (unknown.size() < 2) {
      return List.of();
    }
    long version = tags.version();
    long[] numbers = shared(unknown.stream().map(TagNames::stored).toList());
    List<Tag> made = new ArrayList<>(numbers.length);
    for (int i = 0; i < numbers.length; i++) {
      Tag tag = tags.add(remembered(unknown.get(i), numbers[i]), version);
      if (tag != null) {
        made.add(tag);
      }
    }
    return made;
  }

  private long[] shared(List<String> names) {
    try {
      return shared.apply(names);
    } catch (RuntimeException away) {
      // they count as met by every known invalidation; later ones arrive when the log is back
      long[] numbers = new long[names.size()];
      Arrays.fill(numbers, latest.get());
      return numbers;
    }
  }

  /** Returns the stored number of a tag; one that cannot be read counts as the latest. */
  private long stored(String name) {
    try {
      return registers.apply(TagNames.stored(name)).get(0);
    } catch (NodeAwayException | LateException away) {
      return latest.get();
    }
  }

  /**
   * Returns the number up to which, by the register of a tier, changes have not reached the tier.
   */
  private long noted(String tier) {
    try {
      floor(tier);
      return register(tier).get(0);
    } catch (RuntimeException away) {
      // outdated entries of the tier cannot be distinguished from others
      floors.putIfAbsent(tier, latest.get() + 1);
      return 0;
    }
  }

  /** Returns the number in the register of a tier when this process first read it. */
  private long floor(String tier) {
    Long known = floors.get(tier);
    if (known == null) {
      // not computed within the map: others would wait for the node too
      known = register(tier).get(0);
      Long other = floors.putIfAbsent(tier, known);
      return other == null ? known : other;
    }
    return known;
  }
}
