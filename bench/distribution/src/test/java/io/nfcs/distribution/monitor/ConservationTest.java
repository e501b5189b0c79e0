package io.nfcs.distribution.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.cache.CacheSpec;
import io.nfcs.cache.TieredCache;
import io.nfcs.codec.Codec;
import io.nfcs.config.NfcsConfig;
import io.nfcs.counters.CounterId;
import io.nfcs.counters.Counters;
import io.nfcs.monitor.alert.Alert;
import io.nfcs.monitor.alert.AlertSettings;
import io.nfcs.monitor.alert.Alerts;
import io.nfcs.monitor.alert.Sample;
import io.nfcs.tick.TickInput;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The laws of counters in a loop that runs, by its endpoint and the alerts as they are by default.
 * The alerts see a scrape a second, of a clock of their own.
 */
@Timeout(180)
class ConservationTest {
  private static final String METRIC = "nfcs_conservation_residue";
  private static final Pattern LINE = Pattern.compile("(?m)^" + METRIC + "\\{(.*)} (\\S+)$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  @TempDir private static Path folder;

  private static MonitoredRun run;
  private static TieredCache<Long, byte[]> cache;
  private static volatile int slowMillis;

  private final Alerts alerts =
      new Alerts(NfcsConfig.parse("defaults", "").section("alerts", AlertSettings.class));
  private long seconds;

  @BeforeAll
  static void start() throws Exception {
    run =
        MonitoredRun.start(
            folder,
            Map.of(
                "ring.threads",
                "dedicated",
                "pipeline.stages",
                "{slow: [], kuramoto: [], cgl: [], esc: [], caching: [], risk: [cgl, kuramoto],"
                    + " constitution: [risk, esc]}"),
            ConservationTest::slow);
    cache =
        run.nfcs()
            .grid()
            .cache(
                CacheSpec.of("hosts", Codec.number(), Codec.bytes()).loader(key -> new byte[16]));
  }

  @AfterAll
  static void stop() {
    run.close();
  }

  @Test
  void shouldTellEachLawByItself() throws Exception {
    assertEquals(7, cache.getAll(LongStream.range(-7, 0).boxed().toList()).size());
    Set<String> laws =
        residues().stream()
            .map(sample -> sample.labels().get("cache") + ": " + sample.labels().get("law"))
            .collect(Collectors.toSet());
    assertTrue(
        laws.containsAll(
            Set.of(
                "null: ticks",
                "null: ticks to tables",
                "null: policy decisions",
                "stage-loaded: near",
                "stage-put: near to flights",
                "hosts: near",
                "hosts: near to flights")),
        laws::toString);
  }

  /** The ring is full all the time, drops what comes, and threads of the host ask a cache. */
  @Test
  void shouldNotAlertWhileTheRingIsBusy() throws Exception {
    List<Thread> hosts = new ArrayList<>();
    slowMillis = 45;
    Counters counters = run.nfcs().counters();
    while (counters.value(CounterId.TICKS_DROPPED) == 0) {
      residues();
    }
    for (int i = 0; i < 2; i++) {
      long first = 1_000_000_000L * i;
      hosts.add(Thread.ofPlatform().daemon().start(() -> ask(first)));
    }
    int busy = 0;
    for (int look = 0; look < 60; look++) {
      long inRing =
          counters.value(CounterId.TICKS_STARTED)
              - counters.value(CounterId.TICKS_JOURNALLED)
              - counters.value(CounterId.TICKS_DROPPED);
      busy += inRing > 1 ? 1 : 0;
      assertEquals(List.of(), look());
    }
    slowMillis = 0;
    for (Thread host : hosts) {
      host.interrupt();
      host.join();
    }
    assertTrue(busy > 30, "ticks were in flight at " + busy + " of 60 looks");
  }

  @Test
  void shouldAlertOnTicksThatAreCountedWrongly() throws Exception {
    Counters counters = run.nfcs().counters();
    planted("ticks", by -> counters.add(CounterId.TICKS_STARTED, by));
    planted("ticks", by -> counters.add(CounterId.TICKS_JOURNALLED, by));
    planted("ticks", by -> counters.add(CounterId.TICKS_DROPPED, by));
    planted("ticks to tables", by -> counters.add(CounterId.TICKS_BACKLOG, by));
    planted("ticks to tables", by -> counters.add(CounterId.TICKS_JOURNALLED, by));
    planted("ticks to tables", by -> counters.add(CounterId.TICKS_STORED, by));
  }

  @Test
  void shouldAlertOnACacheThatCountsWrongly() throws Exception {
    Object course = read(cache, "course");
    LongAdder joined = (LongAdder) read(read(course, "counts"), "joined");
    planted("near to flights", joined::add);
  }

  /** Looks until a law alerts, and then, with the count set right, until that is over. */
  private void planted(String law, LongConsumer count) throws Exception {
    for (int by : new int[] {1, -1}) {
      count.accept(by);
      while (!alerting().contains(law)) {
        look();
      }
      count.accept(-by);
      while (!alerting().isEmpty()) {
        look();
      }
    }
  }

  private Set<String> alerting() {
    return alerts.active().stream()
        .filter(alert -> alert.name().equals("counters_disagree"))
        .map(Alert::labels)
        .map(labels -> labels.getOrDefault("law", ""))
        .collect(Collectors.toSet());
  }

  private List<Alerts.Change> look() throws IOException, InterruptedException {
    return alerts.evaluate(residues(), TimeUnit.SECONDS.toNanos(seconds++));
  }

  private static List<Sample> residues() throws IOException, InterruptedException {
    List<Sample> samples = new ArrayList<>();
    Matcher lines = LINE.matcher(run.get("/metrics").body());
    while (lines.find()) {
      Map<String, String> labels = new HashMap<>();
      Matcher label = LABEL.matcher(lines.group(1));
      while (label.find()) {
        labels.put(label.group(1), label.group(2));
      }
      samples.add(new Sample(METRIC, labels, Double.parseDouble(lines.group(2))));
    }
    return samples;
  }

  private static void ask(long first) {
    for (long key = first; !Thread.currentThread().isInterrupted(); key += 50) {
      cache.getAll(LongStream.range(key, key + 50).boxed().toList());
      cache.get(key);
      cache.get(key - 1);
    }
  }

  private static void slow(long number, TickInput input) {
    if (run != null) {
      input.parameter(run.nfcs().header().shape().parameter("slow.millis"), slowMillis);
    }
  }

  private static Object read(Object owner, String name) throws ReflectiveOperationException {
    Field field = owner.getClass().getDeclaredField(name);
    field.setAccessible(true);
    Object value = field.get(owner);
    if (value == null) {
      throw new AssertionError(name);
    }
    return value;
  }
}
