package io.nfcs.grid.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.cache.TickThread;
import io.nfcs.config.NfcsConfig;
import io.nfcs.counters.ErrorLog;
import io.nfcs.tier.CacheKey;
import io.nfcs.tier.TierContext;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reports to others of changes through the queue of ticks. */
@Timeout(30)
class ChangeFeedTest {
  /** Most changes that wait to be reported: with one more they are replaced by one for all keys. */
  private static final int MOST = 10_000;

  private static final String FOR_ALL = "tag " + TagNames.OWN + "everything";

  private final ErrorLog errors = new ErrorLog();
  private final Aside aside = new Aside(errors);
  private final TickedTier tier = new TickedTier();
  private final QueuedSharedTier queued =
      new QueuedSharedTier(tier, aside, true, 1_000_000_000, new Unsettled(null, aside));
  private long appliedMillis = 20_000;
  private final AtomicInteger keys = new AtomicInteger(1);

  @AfterEach
  void close() {
    tier.gate.countDown();
    queued.close();
    aside.close();
    assertEquals(Map.of(), errors.counts());
  }

  @Test
  void shouldTellTheChangeForAllThatIsPutInPlaceOfTheOneThatIsBeingTold() {
    ChangeFeed feed = feed();
    changeOnTick(feed, 1);
    tier.during("key ", () -> changeOnTick(feed, MOST));
    feed.poll();
    feed.poll();
    assertEquals(
        List.of("begin", change(1), FOR_ALL, change(MOST + 1)), withoutProcess(tier.texts()));
  }

  /** The later one says the same as the earlier, but is about more. */
  @Test
  void shouldTellTheChangeForAllThatIsPutInPlaceOfAnother() {
    ChangeFeed feed = feed();
    changeOnTick(feed, MOST + 1);
    tier.during(FOR_ALL, () -> changeOnTick(feed, MOST));
    feed.poll();
    feed.poll();
    List<String> texts = withoutProcess(tier.texts());
    assertEquals(2, Collections.frequency(texts, FOR_ALL), texts::toString);
    assertEquals(change(2 * MOST + 1), texts.getLast());
  }

  /** A process that knows the change earlier reads the old value in the tier, and keeps it. */
  @Test
  void shouldNotTellTheChangeForAllBeforeTheTierHasWhatItIsAbout() {
    ChangeFeed feed = feed();
    changeOnTick(feed, 2);
    tier.during(
        "key ",
        () ->
            onTick(() -> {
              queued.remove(new CacheKey(1, 1));
              change(feed, MOST);
            }));
    feed.poll();
    assertEquals(List.of("begin", change(1), change(2)), withoutProcess(tier.texts()));
    feed.poll();
    assertFalse(tier.texts().contains(FOR_ALL), "still not removed");
    tier.gate.countDown();
    awaitSettled();
    feed.poll();
    assertTrue(tier.texts().contains(FOR_ALL));
  }

  /** Off the tick too, since all changes go through the queue of the tick. */
  @Test
  void shouldTellNobodyOfAKeyThatTheTierHasStillAsItWas() {
    appliedMillis = 10;
    ChangeFeed feed = feed();
    queued.remove(new CacheKey(0, 1));
    change(feed, 1);
    feed.changed("*");
    feed.poll();
    assertEquals(List.of("begin"), tier.texts());
    tier.gate.countDown();
    awaitSettled();
    feed.poll();
    assertEquals(3, tier.texts().size(), tier.texts()::toString);
    change(feed, 1);
    assertEquals(change(2), withoutProcess(tier.texts()).getLast(), "at once again");
  }

  /** A caller that puts many keys off the tick is slowed down, and loses nothing. */
  @Test
  void shouldTellOfAKeyOnceTheTierHasIt() {
    ChangeFeed feed = feed();
    tier.gate.countDown();
    for (int i = 0; i < 20; i++) {
      queued.remove(new CacheKey(0, keys.get()));
      change(feed, 1);
    }
    assertEquals(20, tier.texts().size(), tier.texts()::toString);
  }

  private void awaitSettled() {
    while (!queued.queue().awaitApplied(null, 0)) {
      assertFalse(Thread.currentThread().isInterrupted(), "never settled");
      Thread.onSpinWait();
    }
  }

  private ChangeFeed feed() {
    queued.open(new TierContext("c", NfcsConfig.parse("test", ""), () -> 1, () -> 1));
    Invalidations invalidations =
        new Invalidations(new VolatileRegisters(), names -> new long[names.size()], 0);
    return new ChangeFeed(
        List.of(queued), appliedMillis, invalidations, new Nobody(), () -> 1, errors);
  }

  private void changeOnTick(ChangeFeed feed, int count) {
    onTick(() -> change(feed, count));
  }

  /** Changes a number of keys, each different from all before. */
  private void change(ChangeFeed feed, int count) {
    for (int i = 0; i < count; i++) {
      feed.changed(new CacheKey(0, keys.getAndIncrement()));
    }
  }

  private static String change(int key) {
    return "key " + new CacheKey(0, key);
  }

  private static List<String> withoutProcess(List<String> texts) {
    return texts.stream()
        .map(text -> text.startsWith("key ") ? text.substring(0, text.lastIndexOf(' ')) : text)
        .toList();
  }

  private static void onTick(Runnable work) {
    TickThread tick = new TickThread(work, "tick");
    tick.start();
    try {
      tick.join();
    } catch (InterruptedException interruption) {
      throw new AssertionError(interruption);
    }
  }

  /** A tier that runs a step before the first change of a kind is in the log. */
  private static final class TickedTier extends LogTier {
    private final CountDownLatch gate = new CountDownLatch(1);
    private String kind = "";
    private @Nullable Runnable meanwhile;

    TickedTier() {
      super("ticked");
    }

    void during(String startOfText, Runnable work) {
      kind = startOfText;
      meanwhile = work;
    }

    @Override
    public synchronized long append(String text, @Nullable String name, long above) {
      Runnable work = text.startsWith(kind) ? meanwhile : null;
      if (work != null) {
        meanwhile = null;
        work.run();
      }
      return super.append(text, name, above);
    }

    @Override
    public boolean remove(CacheKey key) {
      try {
        gate.await();
      } catch (InterruptedException interruption) {
        throw new IllegalStateException(interruption);
      }
      return super.remove(key);
    }
  }

  private static final class Nobody implements ChangeLog.Receiver {
    @Override
    public void keyChanged(CacheKey key) {}

    @Override
    public void matchChanged(String glob) {}

    @Override
    public void missedChanges() {}
  }
}
