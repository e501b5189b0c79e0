package io.nfcs.monitor.parts;

import io.nfcs.counters.ErrorLog;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Requests to parts of a run. A part that throws, or does not answer within a second, is counted
 * and left out; it is not asked again before its answer, so requests do not queue. Concurrent
 * requests share the same answer.
 *
 * <p><b>Threads.</b> Any; questions are asked by a virtual thread each. <b>Fails</b> never.
 */
public final class Parts {
  private static final long MOST_MILLIS = 1000;

  private final ErrorLog errors;
  private final Map<String, Question> asked = new ConcurrentHashMap<>();
  private final LongAdder leftOut = new LongAdder();

  /** Creates parts that were not asked yet; failures are reported to {@code errors}. */
  public Parts(ErrorLog errors) {
    this.errors = errors;
  }

  /**
   * Returns the answer of a part, empty if it fails or is late. Waits a second at most, and not at
   * all for a part that is late already.
   *
   * @param part name of the part and of the kind of answer; callers with the same name get the same
   *     answer, so it must have one type
   * @param supplier called by another thread, possibly not at all; its answer is shared by threads
   */
  @SuppressWarnings("unchecked")
  public <T> Optional<T> ask(String part, Supplier<T> supplier) {
    Question fresh = new Question();
    Question known = asked.putIfAbsent(part, fresh);
    if (known == null) {
      Thread.ofVirtual().name("nfcs-ask-" + part).start(() -> answer(part, fresh, supplier));
    }
    Question question = known == null ? fresh : known;
    try {
      long millis = question.isOverdue ? 0 : MOST_MILLIS;
      return Optional.of((T) question.answer.get(millis, TimeUnit.MILLISECONDS));
    } catch (ExecutionException failure) {
      Throwable cause = failure.getCause();
      failed(part, cause == null ? failure : cause);
    } catch (TimeoutException silent) {
      question.isOverdue = true;
      leftOut.increment();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  private void answer(String part, Question question, Supplier<?> supplier) {
    try {
      Object answer = supplier.get();
      asked.remove(part);
      question.answer.complete(answer);
    } catch (RuntimeException | Error failure) {
      asked.remove(part);
      question.answer.completeExceptionally(failure);
    }
  }

  /** Notes a failure of a part to answer. */
  public void failed(String part, Throwable failure) {
    leftOut.increment();
    errors.record("what " + part + " tells", failure);
  }

  /** Returns how often a part was left out. */
  public long leftOut() {
    return leftOut.sum();
  }

  private static final class Question {
    private final CompletableFuture<Object> answer = new CompletableFuture<>();
    private volatile boolean isOverdue;
  }
}
