package io.nfcs.grid.ignite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.table.NodeAwayException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NodeCallsTest {
  private final NodeCalls calls =
      new NodeCalls("node", "grid.operation_millis", 100, SystemNanoClock.INSTANCE);
  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void release() {
    released.countDown();
    calls.close();
  }

  @Test
  void shouldGiveTheAnswerOrTheFailureOfACall() {
    assertEquals(7, calls.call(() -> 7));
    IllegalArgumentException failure = new IllegalArgumentException("no");
    assertSame(
        failure,
        assertThrows(
            IllegalArgumentException.class,
            () ->
                calls.call(() -> {
                  throw failure;
                })));
    assertEquals(8, calls.call(() -> calls.call(() -> 8)), "a call of a call");
    assertEquals(0, calls.overdueCount());
  }

  @Test
  void shouldRefuseAtOnceWhileACallIsOverdueAndLetThroughOnceItIsBack() {
    NodeAwayException late = assertThrows(NodeAwayException.class, () -> calls.call(this::hang));
    assertEquals("node: no answer within 100 ms (grid.operation_millis)", late.getMessage());
    assertTrue(calls.isStuck());
    AtomicInteger asked = new AtomicInteger();
    for (int i = 0; i < 1000; i++) {
      assertThrows(NodeAwayException.class, () -> calls.call(asked::incrementAndGet));
    }
    assertEquals(0, asked.get());
    assertEquals(1000, calls.refusedCount());
    assertEquals(1, calls.overdueCount());
    released.countDown();
    while (calls.isStuck()) {
      Thread.onSpinWait();
    }
    assertEquals(1, calls.call(asked::incrementAndGet));
  }

  @Test
  void shouldGoOnWithoutTheThreadsThatNeverComeBack() {
    for (int i = 0; i < 20; i++) {
      assertThrows(NodeAwayException.class, () -> calls.call(this::hang));
      calls.answers();
      assertFalse(calls.isStuck());
      assertEquals(7, calls.call(() -> 7));
    }
  }

  @Test
  void shouldWaitThoughTheCallerIsInterruptedAndKeepTheInterrupt() {
    Thread.currentThread().interrupt();
    assertFalse(calls.call(Thread::interrupted), "the call saw the interrupt");
    assertTrue(Thread.interrupted());
  }

  @Test
  void shouldNotTakeAGlanceThatIsLateForAHang() {
    assertThrows(NodeAwayException.class, () -> calls.callWithin(1000, this::hang));
    assertFalse(calls.isStuck());
    assertEquals(7, calls.call(() -> 7));
  }

  private boolean hang() throws InterruptedException {
    released.await();
    return true;
  }
}
