package io.nfcs.semantic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.config.NfcsConfig;
import io.nfcs.semantic.text.WordVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EmbeddingMemoTest {
  private static final int THREADS = 8;

  /** The lexical embedder, declared costly: counts, waits and fails on request. */
  private static final class Counting implements Embedder {
    final ConcurrentLinkedQueue<String> embedded = new ConcurrentLinkedQueue<>();
    final CountDownLatch gate;
    volatile boolean isFailing;

    Counting(int gates) {
      gate = new CountDownLatch(gates);
    }

    @Override
    public String name() {
      return "counting";
    }

    @Override
    public void open(NfcsConfig config) {}

    @Override
    public String id() {
      return "counting-1";
    }

    @Override
    public int dimension() {
      return WordVectors.DIMENSION;
    }

    @Override
    public boolean isCostly() {
      return true;
    }

    @Override
    public void embed(String text, float[] vector) {
      embedded.add(text);
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (isFailing) {
        throw new IllegalStateException("no model");
      }
      WordVectors.embed(text, vector);
      if (text.equals("nan")) {
        vector[0] = Float.NaN;
      }
    }
  }

  @Test
  void shouldEmbedATextOnceAndGiveTheSameVector() {
    Counting counting = new Counting(0);
    Embedder memo = EmbeddingMemo.before(counting, 1 << 20);
    for (int round = 0; round < 3; round++) {
      for (String text : List.of("Hello world", "hello world", "")) {
        float[] expected = new float[WordVectors.DIMENSION];
        WordVectors.embed(text, expected);
        assertArrayEquals(expected, vector(memo, text));
      }
    }
    assertEquals(List.of("Hello world", "hello world", ""), List.copyOf(counting.embedded));
    assertEquals("counting-1", memo.id());
  }

  @Test
  void shouldEmbedATextOnceForAllThatAskAtATime() throws Exception {
    Counting counting = new Counting(1);
    Embedder memo = EmbeddingMemo.before(counting, 1 << 20);
    for (Future<float[]> vector : askTogether(counting, memo)) {
      assertArrayEquals(vector(memo, "Hello world"), vector.get());
    }
    assertEquals(List.of("Hello world"), List.copyOf(counting.embedded));
  }

  @Test
  void shouldFailForAllThatWaitAndTryAgainForTheNext() throws Exception {
    Counting counting = new Counting(1);
    counting.isFailing = true;
    Embedder memo = EmbeddingMemo.before(counting, 1 << 20);
    for (Future<float[]> vector : askTogether(counting, memo)) {
      Throwable failure = assertThrows(ExecutionException.class, vector::get).getCause();
      assertEquals("no model", assertInstanceOf(IllegalStateException.class, failure).getMessage());
    }
    int failed = counting.embedded.size();
    counting.isFailing = false;
    vector(memo, "Hello world");
    vector(memo, "Hello world");
    assertEquals(failed + 1, counting.embedded.size());
  }

  @Test
  void shouldNotKeepWhatIsNoNumber() {
    Counting counting = new Counting(0);
    Embedder memo = EmbeddingMemo.before(counting, 1 << 20);
    assertTrue(Float.isNaN(vector(memo, "nan")[0]));
    assertTrue(Float.isNaN(vector(memo, "nan")[0]));
    assertEquals(2, counting.embedded.size());
  }

  @Test
  void shouldKeepToItsBound() {
    Counting counting = new Counting(0);
    long limit = 20_000;
    EmbeddingMemo memo =
        assertInstanceOf(EmbeddingMemo.class, EmbeddingMemo.before(counting, limit));
    for (int i = 0; i < 200; i++) {
      vector(memo, "text " + i);
      assertTrue(memo.bytes() <= limit, () -> memo.bytes() + " bytes");
    }
    assertTrue(memo.bytes() > limit / 2, () -> memo.bytes() + " bytes");
    int before = counting.embedded.size();
    vector(memo, "x".repeat(20_000));
    vector(memo, "x".repeat(20_000));
    assertEquals(before + 2, counting.embedded.size());
    assertTrue(memo.bytes() <= limit);
  }

  @Test
  void shouldStandBeforeCostlyEmbeddersOnlyAndIfThereIsRoom() {
    Embedder lexical = new LexicalEmbedder();
    assertSame(lexical, EmbeddingMemo.before(lexical, 1 << 20));
    Counting counting = new Counting(0);
    assertSame(counting, EmbeddingMemo.before(counting, 0));
  }

  /**
   * Asks for one text by many threads, and lets the embedder continue when all of them have asked.
   */
  private static List<Future<float[]>> askTogether(Counting counting, Embedder memo)
      throws InterruptedException {
    List<Future<float[]>> asked = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    try (ExecutorService pool =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "ask-" + threads.size());
              threads.add(thread);
              return thread;
            })) {
      for (int i = 0; i < THREADS; i++) {
        asked.add(pool.submit(() -> vector(memo, "Hello world")));
      }
      while (threads.stream().anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
        Thread.onSpinWait();
      }
      counting.gate.countDown();
    }
    return asked;
  }

  private static float[] vector(Embedder embedder, String text) {
    float[] vector = new float[embedder.dimension()];
    embedder.embed(text, vector);
    return vector;
  }
}
