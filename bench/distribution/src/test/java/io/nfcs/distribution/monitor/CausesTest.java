package io.nfcs.distribution.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Ticks made late in a known way, and the causes that the monitor reports. */
@Isolated("its times must be its own")
@Timeout(120)
class CausesTest {
  private static final int HZ = 20;
  private static final int EVERY = 5;
  private static final int LEARNT = 100;
  private static final int FEW = 10;
  private static final int MANY = 100;

  @TempDir private Path folder;

  private final Set<Long> injected = new ConcurrentSkipListSet<>();
  private final List<Thread> neighbours = new ArrayList<>();
  private volatile boolean isOver;
  private volatile int slowParameter = -1;
  private volatile double slowMillis;

  @AfterEach
  void end() throws InterruptedException {
    isOver = true;
    for (Thread neighbour : neighbours) {
      neighbour.interrupt();
      neighbour.join();
    }
  }

  @Test
  void shouldNameCollections() throws Exception {
    assertNamed("gc", FEW, collector());
  }

  @Tag("torture")
  @Test
  void shouldNameAHundredCollections() throws Exception {
    assertNamed("gc", MANY, collector());
  }

  @Test
  void shouldNameTheStageThatIsSlow() throws Exception {
    assertNamed("stage slow", FEW, _ -> slowMillis = 30);
  }

  @Tag("torture")
  @Test
  void shouldNameTheStageThatIsSlowAHundredTimes() throws Exception {
    assertNamed("stage slow", MANY, _ -> slowMillis = 30);
  }

  @Test
  void shouldNameTheTierThatHangs() throws Exception {
    assertNamed("tier workload/hanging", FEW, _ -> hang());
  }

  @Tag("torture")
  @Test
  void shouldNameTheTierThatHangsAHundredTimes() throws Exception {
    assertNamed("tier workload/hanging", MANY, _ -> hang());
  }

  @Test
  void shouldNameProcessorsThatAreTaken() throws Exception {
    assertNamed("cpu", FEW, spinners());
  }

  @Tag("torture")
  @Test
  void shouldNameProcessorsThatAreTakenAHundredTimes() throws Exception {
    assertNamed("cpu", MANY, spinners());
  }

  @EnabledIf("io.nfcs.distribution.monitor.FreezingDisk#isPossible")
  @Tag("torture")
  @Test
  void shouldNameTheDiskThatIsSlowAHundredTimes() throws Exception {
    try (FreezingDisk disk =
        FreezingDisk.mount(folder.resolve("disk.img"), folder.resolve("data"))) {
      // the append of the next tick waits, and makes the one after it late
      assertNamed("journal", MANY, 2, _ -> disk.freeze());
    }
  }

  private static void hang() {
    HangingTier.HANG_NANOS.set(TimeUnit.MILLISECONDS.toNanos(30));
  }

  /** Returns a thread that runs a collection whenever it is told to, at the time of a tick. */
  private IntConsumer collector() {
    Semaphore wanted = new Semaphore(0);
    neighbour(() -> {
      wanted.acquire();
      System.gc();
    });
    return _ -> wanted.release();
  }

  /** Returns more threads than processors that spin for the time of a tick. */
  private IntConsumer spinners() {
    int count = 6 * Runtime.getRuntime().availableProcessors();
    Semaphore wanted = new Semaphore(0);
    for (int i = 0; i < count; i++) {
      neighbour(() -> {
        wanted.acquire();
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(40);
        while (System.nanoTime() < until) {
          Thread.onSpinWait();
        }
      });
    }
    return _ -> wanted.release(count);
  }

  private void neighbour(Turn turn) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (!isOver) {
                  turn.take();
                }
              } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
              }
            },
            "neighbour");
    thread.setDaemon(true);
    neighbours.add(thread);
    thread.start();
  }

  /**
   * Injects something at every fifth tick and looks at the ticks that were late by it: at least 95
   * of 100 must name it, and parts add up.
   */
  private void assertNamed(String wanted, int times, IntConsumer inject) throws Exception {
    assertNamed(wanted, times, 0, inject);
  }

  /** Asserts the same, where the injection affects later ticks. */
  private void assertNamed(String wanted, int times, int later, IntConsumer inject)
      throws Exception {
    try (MonitoredRun run =
        MonitoredRun.start(
            folder.resolve("data"),
            Map.of(
                "orchestrator.hz",
                Integer.toString(HZ),
                "monitor.late_millis",
                "5",
                "caches.workload",
                // a tick waits for all that the tier hangs
                "{tiers: [near, hanging], near_bytes: 1MiB, slab_bytes: 256KiB,"
                    + " tick_micros: 100000}",
                "pipeline.stages",
                "{cgl: [], kuramoto: [], slow: [], workload: [], risk: [cgl, kuramoto, slow]}"),
            (number, input) -> {
              slowMillis = 0;
              if (number >= LEARNT && number % EVERY == 0) {
                injected.add(number + later);
                inject.accept((int) number);
              }
              if (slowParameter >= 0) {
                input.parameter(slowParameter, slowMillis);
              }
            })) {
      slowParameter = run.nfcs().header().shape().parameter("slow.millis");
      Map<Long, JsonNode> late = new TreeMap<>();
      while (late.size() < times && !Thread.currentThread().isInterrupted()) {
        run.nfcs().await(Duration.ofMillis(500));
        for (JsonNode tick : new ObjectMapper().readTree(run.get("/late").body())) {
          long number = tick.path("n").asLong();
          // the tick after one that is late may be late by back-pressure
          if (injected.contains(number)) {
            late.putIfAbsent(number, tick);
          }
        }
      }
      Map<String, Integer> named = new TreeMap<>();
      for (JsonNode tick : late.values()) {
        JsonNode main = tick.path("parts").path(0);
        String what = main.path("cause").asText() + " " + main.path("what").asText();
        named.merge(what.startsWith(wanted) ? wanted : what.strip(), 1, Integer::sum);
        double sum = 0;
        for (JsonNode part : tick.path("parts")) {
          sum += part.path("ms").asDouble();
        }
        double all = tick.path("late").asDouble();
        assertEquals(all, sum, 0.05 * all, tick::toString);
      }
      double share = (double) named.getOrDefault(wanted, 0) / late.size();
      assertTrue(share >= (times == FEW ? 0.8 : 0.95), () -> named + " " + late);
    }
  }

  /** Disturbance by a neighbour, repeated. */
  private interface Turn {
    void take() throws InterruptedException;
  }
}
