package io.nfcs.grid.tier;

import io.nfcs.counters.ErrorLog;
import io.nfcs.table.Register;
import io.nfcs.tier.CacheKey;
import io.nfcs.tier.SharedTier;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.agrona.concurrent.NanoClock;

/**
 * The changes of a cache in the log of a shared tier, in their order, and the number up to which
 * this process has applied them: each {@link Change} is a text of the log.
 *
 * <p>A loaded entry is stamped with the number up to which changes are applied. So an entry that
 * was loaded before a change was known is invalid once it is known, in any process. If the log has
 * dropped changes missing here, or has one that cannot be understood, this process drops all
 * entries of its own tiers.
 *
 * <p><b>Threads.</b> One at a time; {@link #hearNoMore} and {@link #unheardNanos} any. <b>Fails</b>
 * with the tier's exception while it is away; changes applied until then stay applied.
 */
final class ChangeLog {
  /** Bits of the numbers of this process alone between two numbers of the log. */
  private static final int LOCAL_BITS = 15;

  private static final String APPLIED = "applied";

  private final SharedTier tier;
  private final Invalidations invalidations;
  private final Receiver receiver;
  private final NanoClock clock;
  private final ErrorLog errors;
  private final Register appliedRegister;
  private final String process = Long.toHexString(ThreadLocalRandom.current().nextLong());
  private long applied;
  private long saved;
  private volatile boolean isClosed;
  private volatile long heardNanos;

  /** A receiver of the changes of other processes. */
  interface Receiver {
    /** Drops a key from the tiers of this process alone. */
    void keyChanged(CacheKey key);

    /** Drops the keys that match from the tiers of this process alone. */
    void matchChanged(String glob);

    /** Drops all entries of the tiers of this process alone. */
    void missedChanges();
  }

  /** The log of a tier, applied as far as the process before has applied it. */
  ChangeLog(
      SharedTier tier,
      Invalidations invalidations,
      Receiver receiver,
      NanoClock clock,
      ErrorLog errors) {
    this.tier = tier;
    this.invalidations = invalidations;
    this.receiver = receiver;
    this.clock = clock;
    this.errors = errors;
    appliedRegister = invalidations.register(APPLIED);
    applied = appliedRegister.get(0);
    saved = applied;
    heardNanos = clock.nanoTime();
  }

  /** Returns the numbers of the latest invalidations of tags by any process, as stamps count. */
  static long[] latestOf(SharedTier tier, List<String> tags) {
    return Arrays.stream(tier.latestOf(tags)).map(number -> number << LOCAL_BITS).toArray();
  }

  /** Returns the stamp below which entries of the tier must not be served. */
  static long sinceOf(SharedTier tier) {
    return tier.since() << LOCAL_BITS;
  }

  /**
   * Returns the number up to which earlier runs of this process had applied changes, as stamps
   * count.
   */
  static long appliedBefore(Function<String, Register> registers) {
    return Invalidations.register(registers, APPLIED).get(0) << LOCAL_BITS;
  }

  /** Returns the name of this process in its changes. */
  String process() {
    return process;
  }

  /** Reads no more changes: they would count as known without being applied. */
  void hearNoMore() {
    isClosed = true;
  }

  boolean isClosed() {
    return isClosed;
  }

  /** Returns how long ago this process last knew all changes. */
  long unheardNanos() {
    return clock.nanoTime() - heardNanos;
  }

  /** Appends a change of this process, and applies it. */
  void tell(Change change) {
    long asked = clock.nanoTime();
    if (append(change) == applied + 1) {
      take(List.of(change.text()));
      heardNanos = asked;
    } else {
      catchUp();
    }
  }

  /** Stores the number up to which changes are applied. */
  void save() {
    if (saved != applied) {
      saved = applied;
      appliedRegister.set(applied);
    }
  }

  /** Appends a change of this process, and returns its number; it is applied later. */
  long append(Change change) {
    String name = change instanceof Change.OfTag of ? TagNames.stored(of.name()) : null;
    // above the numbers of this process alone, or the change would not reach entries with such
    // stamps
    return tier.append(change.text(), name, Math.max(applied, invalidations.stamp() >> LOCAL_BITS));
  }

  /** Applies the new changes of the log. */
  void catchUp() {
    if (isClosed) {
      return;
    }
    long asked = clock.nanoTime();
    SharedTier.Changes changes = tier.after(applied);
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
      // an unknown part has changed
      forgetAll(applied);
    }
  }

  /** Applies a text as a change, and returns whether it is a change. */
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
    // not before it is applied: a change that a closing cache does not apply is left to the next
    applied = number;
    return isUnderstood;
  }
}
