package io.nfcs.grid.tier;

import io.nfcs.cache.CacheKey;
import io.nfcs.cache.Tag;
import io.nfcs.table.Register;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The numbered invalidations of a cache and the tags they met.
 *
 * <p>The numbers are kept in registers, which are durable where the cache has a durable tier, so
 * that what was invalid before a restart is so after it. Where processes share a tier, its log
 * gives the numbers ({@link ChangeFeed}), and those given out here lie between two of the log.
 *
 * <p><b>Threads.</b> Any. Tags are never forgotten: an entry on disk may come back with any of
 * them.
 */
final class Invalidations {
  /** No name of a caller begins so. */
  private static final String OWN = "\0";

  private static final long NUMBERS_SET_ASIDE = 1024;

  /** So many keys are told apart in a tier that is away; with more, all it has is outdated. */
  private static final int MOST_UNREACHED = 10_000;

  private final ConcurrentMap<String, Tag> tags = new ConcurrentHashMap<>();
  private final ConcurrentMap<CacheKey, Tag> unreached = new ConcurrentHashMap<>();
  private final Set<String> unreachedTiers = new HashSet<>();
  private final ConcurrentMap<String, Long> floors = new ConcurrentHashMap<>();
  private final AtomicLong latest;
  private final Function<String, Register> registers;
  private final ToLongFunction<String> shared;
  private final Register latestRegister;
  private final Tag everything;
  private long setAside;

  /**
   * Invalidations that are remembered in registers by name.
   *
   * @param shared the number of the latest invalidation of a tag that other processes know of
   */
  Invalidations(Function<String, Register> registers, ToLongFunction<String> shared) {
    this.registers = registers;
    this.shared = shared;
    latestRegister = register("latest");
    latest = new AtomicLong(latestRegister.get(0));
    setNumbersAside();
    everything = tag(OWN + "everything");
  }

  /** The register of a name that no tag can have. */
  Register register(String name) {
    return registers.apply(OWN + name);
  }

  /** The tag that every entry has. */
  Tag everything() {
    return everything;
  }

  /**
   * Remembers that a tier could not be told of a change of a key: what it has of the key from
   * before counts no more. After a restart that goes for all that it has from before.
   */
  synchronized void unreached(String tier, CacheKey key) {
    long number = next();
    unreachedTiers.add(tier);
    floor(tier);
    if (unreached.size() < MOST_UNREACHED) {
      unreached.computeIfAbsent(key.copy(), k -> new Tag(OWN + k)).invalidate(number);
    } else {
      unreachedTiers.forEach(name -> floors.put(name, number));
      unreachedTiers.clear();
      unreached.clear();
    }
    if (register(tier).get(0) < number) {
      register(tier).set(setAside);
    }
  }

  /** All that a tier has from before now counts no more. */
  synchronized void outdate(String tier) {
    long number = next();
    floors.put(tier, number);
    register(tier).set(number);
  }

  /** Whether a tier's entry of a key is from before a change that the tier was not told of. */
  boolean isOutdated(String tier, CacheKey key, long stamp) {
    Tag tag = unreached.get(key);
    return stamp < floor(tier) || (tag != null && tag.hasOvertaken(stamp));
  }

  /** The one instance of a name. */
  Tag tag(String name) {
    return tags.computeIfAbsent(name, this::remembered);
  }

  /** The tags of an entry: those of the names, and that of every entry. */
  Tag[] tags(List<String> names) {
    Tag[] result = new Tag[names.size() + 1];
    result[0] = everything;
    for (int i = 1; i < result.length; i++) {
      result[i] = tag(names.get(i - 1));
    }
    return result;
  }

  /** The stamp of an entry whose value is asked for now. */
  long stamp() {
    return latest.get();
  }

  /** Invalidates a tag, at once here and, when the call returns, after a restart too. */
  synchronized void invalidate(Tag tag) {
    long number = next();
    tag.invalidate(number);
    registers.apply(tag.name()).set(number);
  }

  /** From now on all that other processes have invalidated up to a number is seen. */
  synchronized void advance(long number) {
    latest.accumulateAndGet(number, Math::max);
  }

  /** Takes up what others have invalidated, of the tags that are known here. */
  void refresh() {
    tags.values().forEach(tag -> tag.invalidate(shared.applyAsLong(tag.name())));
  }

  /** Numbers are set aside many at a time, so that none is given out twice, also after a kill. */
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
    Tag tag = new Tag(name);
    tag.invalidate(registers.apply(name).get(0));
    try {
      tag.invalidate(shared.applyAsLong(name));
    } catch (RuntimeException away) {
      // it may have met any that was heard of; what it has met since is heard when the log is back
      tag.invalidate(latest.get());
    }
    return tag;
  }

  /** What the register of a tier said when this process began, or since. */
  private long floor(String tier) {
    return floors.computeIfAbsent(tier, name -> register(name).get(0));
  }
}
