package io.nfcs.constitution;

import io.nfcs.counters.Law;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * A cache of verdicts on contexts by policies.
 *
 * <p>A verdict holds for all contexts of the same operation with equal keys, as far as active
 * policies read them; numbers that are only compared with constants are equal within the same
 * interval of constants. Verdicts belong to an epoch, which begins when new policies come into
 * force: a call that begins after that never returns a verdict of an older epoch. Every process has
 * its own cache, so no verdict comes from another node; equal digests mean equal policies.
 *
 * <p>An epoch is immutable except for its concurrent maps of verdicts and is reached through one
 * volatile field: a call reads it once and judges by its policies alone, so policies never mix. Two
 * threads that miss the same verdict both evaluate it, with equal results.
 *
 * <p><b>Threads.</b> Any; a context belongs to one thread. <b>Allocates</b> nothing if the verdict
 * is cached. <b>Fails.</b> {@link #reload} with a {@link io.nfcs.config.ConfigException}; the
 * policies in force then stay.
 */
public final class PolicyCache {
  private final int maxEntries;
  private final ViolationLog violations;
  private final LongAdder decisions = new LongAdder();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder evaluated = new LongAdder();
  private volatile Epoch current;

  /** The policies in force, with the cached verdicts. */
  private record Epoch(long number, PolicySet policies, List<Map<Projection, Verdict>> verdicts) {
    static Epoch of(long number, PolicySet policies) {
      List<Map<Projection, Verdict>> verdicts = new ArrayList<>();
      for (int plan = 0; plan < policies.planCount(); plan++) {
        verdicts.add(new ConcurrentHashMap<>());
      }
      return new Epoch(number, policies, verdicts);
    }
  }

  /**
   * Creates an empty cache.
   *
   * @param maxEntries most verdicts kept of an operation; beyond them all of the operation are
   *     dropped
   */
  public PolicyCache(PolicySet policies, int maxEntries, ViolationLog violations) {
    this.maxEntries = maxEntries;
    this.violations = violations;
    current = Epoch.of(1, policies);
  }

  /**
   * Returns the verdict of the policies on a context, and records its violations.
   *
   * @param context of any set of policies: values of keys that the policies in force do not have,
   *     or have with another type, are left out
   */
  public Verdict decide(PolicyContext context) {
    Epoch epoch = current;
    PolicyContext own = context.of(epoch.policies());
    Plan plan = epoch.policies().plan(own.operation());
    Map<Projection, Verdict> verdicts = epoch.verdicts().get(plan.index());
    Projection projection = own.project(plan);
    decisions.increment();
    Verdict known = verdicts.get(projection);
    if (known != null) {
      hits.increment();
      record(known, own.operation(), true);
      return known;
    }
    misses.increment();
    Verdict verdict = plan.evaluate(own, epoch.number());
    if (verdicts.size() >= maxEntries) {
      verdicts.clear();
    }
    verdicts.put(projection.copy(), verdict);
    record(verdict, own.operation(), false);
    return verdict;
  }

  /**
   * Returns the verdict of the policies on a context, evaluated without the cache: for an
   * emergency. Allocates.
   */
  public Verdict evaluate(PolicyContext context) {
    Epoch epoch = current;
    PolicyContext own = context.of(epoch.policies());
    decisions.increment();
    evaluated.increment();
    Verdict verdict = epoch.policies().plan(own.operation()).evaluate(own, epoch.number());
    record(verdict, own.operation(), false);
    return verdict;
  }

  /** Returns the policies in force. */
  public PolicySet policies() {
    return current.policies();
  }

  /** Returns the number of the epoch, from 1. */
  public long epoch() {
    return current.number();
  }

  /**
   * Puts policies in force; returns whether they differ from those before. If they do, a new epoch
   * begins without verdicts; calls under way still return verdicts of the old one.
   */
  public synchronized boolean use(PolicySet policies) {
    Epoch before = current;
    if (before.policies().digest() == policies.digest()) {
      return false;
    }
    current = Epoch.of(before.number() + 1, policies);
    return true;
  }

  /**
   * Puts the policies of a folder in force; returns whether they differ from those before.
   *
   * @throws io.nfcs.config.ConfigException if they cannot be read or have an error; those in force
   *     stay
   */
  public boolean reload(Path folder) {
    return use(PolicySet.load(folder));
  }

  /** Returns the log of the latest violations. */
  public ViolationLog violations() {
    return violations;
  }

  /** Returns the counts of this cache. */
  public PolicyStatistics statistics() {
    return new PolicyStatistics(
        decisions.sum(),
        hits.sum(),
        misses.sum(),
        evaluated.sum(),
        epoch(),
        violations.count(),
        Law.residue(decisions::sum, () -> hits.sum() + misses.sum() + evaluated.sum(), () -> 0));
  }

  private void record(Verdict verdict, String operation, boolean isCached) {
    for (int i = 0; i < verdict.violated().size(); i++) {
      violations.record(verdict.violated().get(i), operation, verdict.epoch(), isCached);
    }
  }
}
