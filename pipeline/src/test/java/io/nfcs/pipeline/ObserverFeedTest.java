package io.nfcs.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.counters.ErrorLog;
import io.nfcs.counters.Metrics;
import io.nfcs.journal.Journal;
import io.nfcs.journal.JournalReader;
import io.nfcs.journal.JournalSettings;
import io.nfcs.pipeline.store.StoreSettings;
import io.nfcs.pipeline.timing.Instruments;
import io.nfcs.tick.RandomTicks;
import io.nfcs.tick.RunHeader;
import io.nfcs.tick.Tick;
import io.nfcs.tick.TickClock;
import io.nfcs.tick.TickObserver;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ObserverFeedTest {
  private static final JournalSettings JOURNAL =
      new JournalSettings(JournalSettings.Roll.DAILY, 65536, 0, 0, 0);
  private static final StoreSettings PATIENT = new StoreSettings(7, 1, 1, 60_000, 1, 4, 0, 0);
  private static final StoreSettings HASTY = new StoreSettings(7, 1, 1, 1, 1, 4, 0, 0);
  private static final int TICKS = 3;

  @TempDir Path folder;

  private final Counters counters = new Counters();
  private final ErrorLog errors = new ErrorLog();
  private final Instruments instruments =
      new Instruments(TickClock.system(), counters, new Metrics(), errors);

  @BeforeEach
  void anEarlierRun() {
    try (Journal journal = journal()) {
      append(journal, 1);
    }
  }

  @Test
  void shouldShowEachTickOfTheRunOnceAndNoneOfAnEarlierOne() {
    Seen seen = new Seen("seen");
    try (Journal journal = journal()) {
      journal.begin(RandomTicks.header(2));
      ObserverFeed feed = feed(seen, 2, PATIENT);
      feed.start();
      ticks(journal, 2);
      feed.close();
    }
    assertEquals(List.of("run 2", "0", "1", "2", "closed"), seen.seen);
    assertEquals(0, counters.value(CounterId.OBSERVER_FAILURES));
  }

  @Test
  void shouldOutliveAnObserverThatFails() {
    TickObserver bad =
        new Seen("bad") {
          @Override
          public void onTick(Tick tick) {
            throw new AssertionError("on purpose");
          }
        };
    try (Journal journal = journal()) {
      journal.begin(RandomTicks.header(2));
      ObserverFeed feed = feed(bad, 2, PATIENT);
      feed.start();
      ticks(journal, 2);
      feed.close();
    }
    assertEquals(TICKS, counters.value(CounterId.OBSERVER_FAILURES));
    assertEquals(1, errors.counts().size(), "reported once");
  }

  @Test
  void shouldNotBeHeldUpByAnObserverThatHangs() throws InterruptedException {
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    TickObserver hanging =
        new Seen("hanging") {
          @Override
          public void onTick(Tick tick) {
            hangs.countDown();
            while (never.getCount() > 0) {
              // ignores interrupts
              Thread.onSpinWait();
            }
          }
        };
    CountDownLatch all = new CountDownLatch(TICKS);
    TickObserver good =
        new Seen("good") {
          @Override
          public void onTick(Tick tick) {
            all.countDown();
          }
        };
    try (Journal journal = journal()) {
      journal.begin(RandomTicks.header(2));
      ObserverFeed first = feed(hanging, 2, HASTY);
      ObserverFeed second = feed(good, 2, PATIENT);
      first.start();
      second.start();
      ticks(journal, 2);
      hangs.await();
      all.await();
      first.close();
      second.close();
    } finally {
      never.countDown();
    }
    assertTrue(errors.counts().keySet().iterator().next().contains("observer hanging"));
  }

  private ObserverFeed feed(TickObserver observer, long run, StoreSettings settings) {
    JournalReader reader = new JournalReader(Journal.folder(folder));
    return new ObserverFeed(observer, reader, reader.lastIndex(), run, settings, instruments);
  }

  private Journal journal() {
    return Journal.open(Journal.folder(folder), JOURNAL, TickClock.system(), RandomTicks.SHAPE);
  }

  private static void append(Journal journal, long run) {
    journal.begin(RandomTicks.header(run));
    ticks(journal, run);
  }

  private static void ticks(Journal journal, long run) {
    RandomTicks random = new RandomTicks(run);
    Tick tick = new Tick(RandomTicks.SHAPE);
    for (long number = 0; number < TICKS; number++) {
      random.fill(tick, number);
      journal.append(tick);
    }
  }

  /** An observer that notes its ticks. */
  private static class Seen implements TickObserver {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final String name;

    Seen(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void onRun(RunHeader header) {
      seen.add("run " + header.run());
    }

    @Override
    public void onTick(Tick tick) {
      seen.add(Long.toString(tick.number()));
    }

    @Override
    public void close() {
      seen.add("closed");
    }
  }
}
