package io.nfcs.constitution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ViolationLogTest {
  private static final Policy POLICY = PolicySet.builtIn().policies().getFirst();

  @Test
  void shouldKeepTheLastOnes() {
    ViolationLog log = new ViolationLog(4, () -> 17);
    for (int i = 0; i < 10; i++) {
      log.record(POLICY, "action " + i, i, i % 2 == 0);
    }
    assertEquals(10, log.count());
    assertEquals(
        LongStream.range(6, 10)
            .mapToObj(i -> new Violation(i, POLICY, "action " + i, i, 17, i % 2 == 0))
            .toList(),
        log.last());
  }

  @Test
  void shouldRefuseASizeThatIsNoPowerOfTwo() {
    assertThrows(IllegalArgumentException.class, () -> new ViolationLog(12, () -> 0));
  }

  /** The epoch repeats the operation: a torn violation would differ. */
  @Test
  void shouldBeReadWhole() throws InterruptedException {
    ViolationLog log = new ViolationLog(16, () -> 0);
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String operation = Integer.toString(i);
      long epoch = i;
      writers.add(
          new Thread(
              () -> {
                for (int n = 0; n < 100_000; n++) {
                  log.record(POLICY, operation, epoch, false);
                }
              },
              "writes-" + i));
    }
    writers.forEach(Thread::start);
    Set<Violation> torn = ConcurrentHashMap.newKeySet();
    while (writers.stream().anyMatch(Thread::isAlive)) {
      long before = -1;
      for (Violation violation : log.last()) {
        if (violation.epoch() != Long.parseLong(violation.operation())) {
          torn.add(violation);
        }
        assertTrue(violation.id() > before);
        before = violation.id();
      }
    }
    assertEquals(Set.of(), torn);
    assertEquals(400_000, log.count());
  }
}
