package io.nfcs.grid.tier;

import io.nfcs.cache.CacheKey;
import io.nfcs.cache.SharedTier;
import io.nfcs.cache.SharedTier.Changes;
import io.nfcs.cache.Tag;
import io.nfcs.cache.TickThread;
import io.nfcs.counters.ErrorLog;
import io.nfcs.table.Register;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * What this process and others tell each other of the changes of a cache, by the log of the tier
 * they share: each {@link Change} is a text of it.
 *
 * <p>Every process applies the changes in the order of the log, its own as well, and stamps what it
 * loads with the number up to which it has. So an entry that was loaded before a change was heard
 * of is invalid when it is heard of, wherever it was loaded. A hint that is lost only makes the
 * next poll do it; if the log has dropped what is missing here, this process forgets all it holds
 * by itself. What cannot be told now is told when the log is back.
 *
 * <p><b>Threads.</b> Any.
 */
final class ChangeFeed {
  /** Between two numbers of the log lie so many of this process alone. */
  private static final int LOCAL_BITS = 15;

  private static final String APPLIED = "applied";

  private static final int MOST_UNTOLD = 10_000;

  /** So long who changes something waits for the tiers to have it before the others are told. */
  static final long APPLIED_MILLIS = 500;

  /** With more there is one for all in their place, lest the end takes long. */
  private static final int MOST_AT_END = 1000;

  /** What is to be done about changes of others. */
  interface Receiver {
    /** Drops a key from what this process has for itself. */
    void keyChanged(CacheKey key);

    /** Drops the keys that match from what this process has for itself. */
    void matchChanged(String glob);

    /** Drops all that this process has for itself. */
    void missedChanges();
  }

  /** A change that equals no other, so that the one that was told is not taken for a later one. */
  private static final class Later {
    private final Change change;

    /** Whether the others were told once, when the tier of the log had it. */
    private boolean isTold;

    Later(Change change) {
      this.change = change;
    }
  }

  private final List<SharedTier> tiers;

  /** The last of them, which has the log. */
  private final SharedTier tier;

  private final long appliedMillis;
  private final Invalidations invalidations;
  private final Receiver receiver;
  private final Register appliedRegister;
  private final NanoClock clock;
  private final ErrorLog errors;
  private final String process = Long.toHexString(ThreadLocalRandom.current().nextLong());
  private final Set<Change> untold = new LinkedHashSet<>();

  /** What is told once the tier has it: of ticks, and of others where ticks come. */
  private final BlockingQueue<Later> later = new LinkedBlockingQueue<>();

  private long applied;
  private long saved;
  private volatile boolean isClosed;
  private volatile long heardNanos;

  /**
   * What is told of a cache.
   *
   * @param tiers those that other processes share; the last has the log
   * @param appliedMillis so long who changes something waits for its tier to have it
   */
  ChangeFeed(
      List<SharedTier> tiers,
      long appliedMillis,
      Invalidations invalidations,
      Receiver receiver,
      NanoClock clock,
      ErrorLog errors) {
    this.tiers = tiers;
    this.appliedMillis = appliedMillis;
    tier = tiers.getLast();
    this.invalidations = invalidations;
    this.receiver = receiver;
    this.clock = clock;
    this.errors = errors;
    appliedRegister = invalidations.register(APPLIED);
    applied = appliedRegister.get(0);
    saved = applied;
    heardNanos = clock.nanoTime();
  }

  /** The numbers of tags' latest invalidations that any process told of, as stamps count. */
  static long[] latestOf(SharedTier tier, List<String> tags) {
    return Arrays.stream(tier.latestOf(tags)).map(number -> number << LOCAL_BITS).toArray();
  }

  /** Entries of the tier with stamps below this one are not to be served. */
  static long sinceOf(SharedTier tier) {
    return tier.since() << LOCAL_BITS;
  }

  /** What this process had applied before it was started, as stamps count. */
  static long appliedBefore(Function<String, Register> registers) {
    return Invalidations.register(registers, APPLIED).get(0) << LOCAL_BITS;
  }

  /** Invalidates a tag here and tells the others. */
  void invalidate(Tag tag) {
    // also before the tiers have what was put: it will be of before the change there
    Change change = new Change.OfTag(tag.name());
    if (TickThread.isCurrent()) {
      tellLater(change);
      invalidations.invalidate(tag);
    } else if (!tellNow(change)) {
      invalidations.invalidate(tag);
    }
  }

  /** Tells the others that a key was put or invalidated. */
  void changed(CacheKey key) {
    tell(new Change.OfKey(key, process), key);
  }

  /** Tells the others that the keys that match were invalidated. */
  void changed(String glob) {
    tell(new Change.OfMatch(process, glob), null);
  }

  /** Tells the others soon that nothing from before counts. */
  void allChanged() {
    tellLater(forAll());
  }

  /** Takes up what others have told, and tells what could not be told before. */
  synchronized void poll() {
    if (isClosed) {
      return;
    }
    try {
      // a tier that takes nothing may still tell
      catchUp();
      save();
      tellWhatWaits();
      tellUntold();
    } catch (RuntimeException away) {
      if (!isClosed) {
        errors.record("changes of cache tier " + tier.name(), away);
      }
    }
  }

  /** Takes nothing up any more: it would count as heard, and be applied by nobody. */
  void hearNoMore() {
    isClosed = true;
  }

  /** Tells what is left to be told, as long as the log takes it. */
  synchronized void close() {
    isClosed = true;
    try {
      if (!untold.isEmpty() || later.size() > MOST_AT_END || !isApplied(tiers, null, 0)) {
        append(forAll());
      } else {
        later.forEach(one -> append(one.change));
      }
    } catch (RuntimeException away) {
      errors.record("changes of cache tier " + tier.name(), away);
    }
    save();
  }

  /** How long ago this process has last heard of all changes there were. */
  long unheardNanos() {
    return clock.nanoTime() - heardNanos;
  }

  /**
   * Tells the others once the tier of the log has what was changed, and once more when all have it.
   *
   * @param key that was changed, {@code null} for any
   */
  private void tell(Change change, @Nullable CacheKey key) {
    if (TickThread.isCurrent() || !isApplied(List.of(tier), key, appliedMillis)) {
      tellLater(change);
    } else {
      tellNow(change);
      if (!isApplied(tiers, key, 0)) {
        tellLater(change);
      }
    }
  }

  private void tellLater(Change change) {
    if (later.size() >= MOST_UNTOLD) {
      later.clear();
      later.add(new Later(forAll()));
    }
    later.add(new Later(change));
  }

  /** The change that says that nothing from before counts. */
  private Change forAll() {
    return new Change.OfTag(invalidations.everything().name());
  }

  /**
   * Whether tiers have what was changed of a key here, within a time.
   *
   * @param key {@code null} for all there are
   */
  private static boolean isApplied(List<SharedTier> tiers, @Nullable CacheKey key, long millis) {
    return tiers.stream()
        .allMatch(tier -> !(tier instanceof QueuedTier queued) || queued.awaitApplied(key, millis));
  }

  /** Answers whether the others could be told; if not, they are when the log is back. */
  private synchronized boolean tellNow(Change change) {
    try {
      long asked = clock.nanoTime();
      if (append(change) == applied + 1) {
        take(List.of(change.text()));
        heardNanos = asked;
      } else {
        catchUp();
      }
      return true;
    } catch (RuntimeException away) {
      errors.record("changes of cache tier " + tier.name(), away);
      if (untold.size() < MOST_UNTOLD) {
        untold.add(change);
      } else {
        untold.clear();
        untold.add(forAll());
      }
      return false;
    }
  }

  /** Who hears of a change before the tier has it would take from there what was before. */
  private void tellWhatWaits() {
    // not what comes now: the tier may not have it yet
    List<Later> changes = List.copyOf(later);
    if (changes.isEmpty() || !isApplied(List.of(tier), null, 0)) {
      return;
    }
    boolean isWhole = isApplied(tiers, null, 0);
    for (Later one : changes) {
      if (isWhole || !one.isTold) {
        append(one.change);
        one.isTold = true;
      }
      if (isWhole) {
        // not the head: a tick may have put one change for all in the place of those that wait
        later.remove(one);
      }
    }
    catchUp();
    save();
  }

  private void tellUntold() {
    if (untold.isEmpty()) {
      return;
    }
    for (Change change : List.copyOf(untold)) {
      boolean isGone = !(change instanceof Change.OfKey of) || removeAgain(of.key());
      if (isApplied(List.of(tier), null, 0)) {
        append(change);
      } else {
        tellLater(change);
      }
      if (isGone) {
        untold.remove(change);
      }
    }
    catchUp();
    save();
  }

  /** Removes a key whose change the tiers may have missed; answers whether all could be told. */
  private boolean removeAgain(CacheKey key) {
    boolean isGone = true;
    for (SharedTier each : tiers) {
      try {
        each.remove(key);
      } catch (RuntimeException away) {
        if (each.equals(tier)) {
          throw away;
        }
        errors.record("changes of cache tier " + each.name(), away);
        isGone = false;
      }
    }
    return isGone;
  }

  private void save() {
    if (saved != applied) {
      saved = applied;
      appliedRegister.set(applied);
    }
  }

  private long append(Change change) {
    String name = change instanceof Change.OfTag of ? Invalidations.storedName(of.name()) : null;
    // above what was numbered here alone, or the change would not reach what was stamped so
    return tier.append(change.text(), name, Math.max(applied, invalidations.stamp() >> LOCAL_BITS));
  }

  private void catchUp() {
    if (isClosed) {
      return;
    }
    long asked = clock.nanoTime();
    Changes changes = tier.after(applied);
    if (changes.latest() == 0 || changes.latest() < applied) {
      append(Change.BEGIN);
      changes = tier.after(applied);
    }
    if (changes.latest() == applied + changes.texts().size()
        && !changes.texts().contains(Change.BEGIN.text())) {
      take(changes.texts());
    } else {
      forgetAll(changes.latest());
    }
    heardNanos = asked;
  }

  private void forgetAll(long latest) {
    receiver.missedChanges();
    invalidations.refresh();
    applied = latest;
    invalidations.advance(applied << LOCAL_BITS);
  }

  private void take(List<String> texts) {
    boolean isUnderstood = true;
    for (String text : texts) {
      isUnderstood &= tryApply(text);
    }
    if (isUnderstood) {
      invalidations.advance(applied << LOCAL_BITS);
    } else {
      // something has changed, and nobody can say what
      forgetAll(applied);
    }
  }

  /** Applies a change and answers whether it is one. */
  private boolean tryApply(String text) {
    long number = applied + 1;
    boolean isUnderstood = true;
    try {
      switch (Change.parse(text)) {
        case Change.OfTag(String name) -> invalidations.heard(name, number << LOCAL_BITS);
        case Change.OfKey(CacheKey key, String by) when !by.equals(process) ->
            receiver.keyChanged(key);
        case Change.OfMatch(String by, String glob) when !by.equals(process) ->
            receiver.matchChanged(glob);
        case Change own -> {}
      }
    } catch (IllegalArgumentException forged) {
      errors.record("changes of cache tier " + tier.name(), forged);
      isUnderstood = false;
    } catch (RuntimeException failure) {
      if (isClosed) {
        throw failure;
      }
      errors.record("changes of cache tier " + tier.name(), failure);
      isUnderstood = false;
    }
    // not before it is: what a cache that closes does not apply is heard by the next
    applied = number;
    return isUnderstood;
  }
}
