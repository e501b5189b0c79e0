package io.nfcs.counters;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class LawTest {
  private final LongAdder in = new LongAdder();
  private final LongAdder out = new LongAdder();
  private final LongAdder underWay = new LongAdder();

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0",
    "7, 7, 0, 0",
    "7, 4, 3, 0",
    "8, 7, 0, 1",
    "7, 8, 0, -1",
    "7, 4, 2, 1",
    "7, 4, 4, -1",
    "9000, 0, 0, 9000"
  })
  void shouldTellWhatIsLeftOver(long came, long went, long inside, long residue) {
    assertEquals(residue, Law.residue(() -> came, () -> went, () -> inside));
  }

  @Test
  void shouldNotTellOfAThreadThatIsBetweenTwoCounts() {
    in.increment();
    assertEquals(0, Law.residue(in::sum, afterLooks(20, out), () -> 0));
    out.increment();
    assertEquals(0, Law.residue(afterLooks(10, in), out::sum, () -> 0));
  }

  @ParameterizedTest
  @CsvSource({"0", "3", "-3"})
  void shouldTellAMiscountWhenCountersRestForAnInstant(long miscount) {
    in.add(miscount);
    LongSupplier busyOut =
        () -> {
          in.add(5);
          out.add(5);
          long now = out.sum();
          in.add(5);
          out.add(5);
          return now;
        };
    assertEquals(0, Law.residue(in::sum, busyOut, () -> 0), "it may hold");
    int[] looks = {0};
    LongSupplier atRestAtLast = () -> looks[0]++ < 20 ? busyOut.getAsLong() : out.sum();
    assertEquals(miscount, Law.residue(in::sum, atRestAtLast, () -> 0));
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "-1"})
  void shouldHoldWhileThreadsCount(long miscount) throws InterruptedException {
    in.add(miscount);
    AtomicBoolean isOver = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                while (!isOver.get()) {
                  underWay.increment();
                  in.increment();
                  LockSupport.parkNanos(1000);
                  out.increment();
                  underWay.decrement();
                  LockSupport.parkNanos(1000);
                }
              }));
    }
    // a thread may lose its processor between two counts, but not at look after look
    int right = 0;
    int wrong = 0;
    while (right < 500) {
      boolean isRight = Law.residue(in::sum, out::sum, underWay::sum) == miscount;
      right += isRight ? 1 : 0;
      wrong += isRight ? 0 : 1;
    }
    isOver.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("not told at " + wrong + " looks, at 500 it was: " + miscount);
    assertEquals(miscount, Law.residue(in::sum, out::sum, underWay::sum));
  }

  @Test
  void shouldBeAMetricWithoutASign() {
    Metrics metrics = new Metrics();
    Law.tell(metrics, "ins and outs", Map.of("cache", "c"), () -> -3);
    Metrics.Metric told = metrics.all().getFirst();
    assertEquals("nfcs_conservation_residue", told.name());
    assertEquals(Map.of("law", "ins and outs", "cache", "c"), told.labels());
    assertEquals(3, told.value().getAsDouble());
  }

  /** Returns a count that becomes one after a number of reads. */
  private static LongSupplier afterLooks(int looks, LongAdder count) {
    int[] read = {0};
    return () -> {
      if (++read[0] == looks) {
        count.increment();
      }
      return count.sum();
    };
  }
}
