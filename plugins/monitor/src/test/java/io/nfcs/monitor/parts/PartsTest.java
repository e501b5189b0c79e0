package io.nfcs.monitor.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nfcs.counters.ErrorLog;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PartsTest {
  private final ErrorLog errors = new ErrorLog();
  private final Parts parts = new Parts(errors);

  @Test
  void shouldLeaveOutWhatFails() {
    assertEquals(
        Optional.empty(),
        parts.ask(
            "bad",
            () -> {
              throw new AssertionError("on purpose");
            }));
    assertEquals(Optional.of(1), parts.ask("bad", () -> 1), "it is asked again");
    assertEquals(1, parts.leftOut());
    assertEquals(1, errors.counts().size());
  }

  @Test
  void shouldGiveAllWhoAskAtOnceTheSameAnswer() throws Exception {
    CountDownLatch isAsked = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    FutureTask<Optional<Integer>> first =
        new FutureTask<>(() ->
            parts.ask(
                "slow",
                () -> {
                  isAsked.countDown();
                  while (goesOn.getCount() > 0) {
                    Thread.onSpinWait();
                  }
                  return 7;
                }));
    new Thread(first, "first").start();
    isAsked.await();
    FutureTask<Optional<Integer>> second = new FutureTask<>(() -> parts.ask("slow", () -> 8));
    Thread other = new Thread(second, "second");
    other.start();
    while (other.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    goesOn.countDown();
    assertEquals(Optional.of(7), first.get());
    assertEquals(Optional.of(7), second.get());
    assertEquals(0, parts.leftOut());
  }

  @Test
  void shouldLeaveOutWhatDoesNotAnswerAndAskItOnce() throws InterruptedException {
    CountDownLatch goesOn = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    for (int i = 0; i < 1000; i++) {
      assertEquals(
          Optional.empty(),
          parts.ask(
              "stuck",
              () -> {
                while (goesOn.getCount() > 0) {
                  Thread.onSpinWait();
                }
                ended.countDown();
                return 1;
              }));
    }
    assertEquals(1000, parts.leftOut());
    assertEquals(Optional.of(2), parts.ask("other", () -> 2));
    goesOn.countDown();
    ended.await();
    Optional<Integer> answer = parts.ask("stuck", () -> 3);
    while (answer.isEmpty() && !Thread.currentThread().isInterrupted()) {
      answer = parts.ask("stuck", () -> 3);
    }
    assertEquals(Optional.of(3), answer);
  }
}
