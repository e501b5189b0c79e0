package io.nfcs.constitution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Threads decide while the policies change. The policy of epoch e allows values up to {@link
 * #limit}, so each verdict can be told from those of other epochs.
 */
@Timeout(600)
class PolicyEpochTest {
  private static final int THREADS = 8;

  /** Epoch that is certainly in force, and the one that may already be. */
  private volatile long surely = 1;

  private volatile long perhaps = 1;

  private final AtomicLong decided = new AtomicLong();
  private final AtomicLong stale = new AtomicLong();
  private final AtomicLong wrong = new AtomicLong();

  @Test
  void shouldNeverDecideByFormerPolicies() throws InterruptedException {
    decide(400_000, 200);
  }

  @Test
  @Tag("torture")
  void shouldNeverDecideByFormerPoliciesInTenMillion() throws InterruptedException {
    decide(10_000_000, 1000);
  }

  private void decide(long decisions, int changes) throws InterruptedException {
    List<PolicySet> sets = new ArrayList<>();
    for (int epoch = 1; epoch <= changes + 1; epoch++) {
      sets.add(PolicySet.parse("epoch " + epoch, text(epoch)));
    }
    PolicyCache cache =
        new PolicyCache(sets.getFirst(), 1000, new ViolationLog(64, SystemNanoClock.INSTANCE));
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int seed = i;
      threads.add(new Thread(() -> decide(cache, decisions / THREADS, seed), "decides-" + i));
    }
    threads.forEach(Thread::start);
    for (int change = 1; change <= changes; change++) {
      while (decided.get() < change * (decisions / (changes + 1))) {
        Thread.onSpinWait();
      }
      perhaps = change + 1L;
      cache.use(sets.get(change));
      surely = change + 1L;
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.printf(
        "%d decisions by %d threads, %d changes: %d stale, %d wrong, %s%n",
        decided.get(), THREADS, changes, stale.get(), wrong.get(), cache.statistics());
    assertEquals(decisions / THREADS * THREADS, decided.get());
    assertEquals(0, stale.get());
    assertEquals(0, wrong.get());
    assertEquals(changes + 1, cache.epoch());
    assertTrue(cache.statistics().hits() > decisions / 2);
  }

  private void decide(PolicyCache cache, long decisions, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    PolicyContext context = cache.policies().newContext();
    for (long i = 0; i < decisions; i++) {
      long value = random.nextLong(100);
      context.begin("action").set(0, value);
      long earliest = surely;
      Verdict verdict = cache.decide(context);
      long latest = perhaps;
      if (verdict.epoch() < earliest || verdict.epoch() > latest) {
        stale.incrementAndGet();
      }
      Decision right = value <= limit(verdict.epoch()) ? Decision.ACCEPT : Decision.REJECT;
      if (verdict.decision() != right) {
        wrong.incrementAndGet();
      }
      decided.incrementAndGet();
    }
  }

  private static long limit(long epoch) {
    return epoch * 37 % 100;
  }

  private static String text(long epoch) {
    return """
    context: {value: {type: int}}
    policies: {P: {condition: value <= %d, message: epoch %d}}
    """
        .formatted(limit(epoch), epoch);
  }
}
