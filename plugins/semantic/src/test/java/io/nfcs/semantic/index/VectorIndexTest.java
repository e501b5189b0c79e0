package io.nfcs.semantic.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nfcs.fork.ForkedJvm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The index against a look at every vector in double precision. */
@Tag("slow")
@Timeout(240)
class VectorIndexTest {
  private static final int DIMENSION = 384;
  private static final long SEED = Long.getLong("nfcs.seed", 20_261_125L);
  private static final double THRESHOLD = 0.95;

  private final SplittableRandom random = new SplittableRandom(SEED);

  /** Kind of the vectors. */
  enum Kind {
    RANDOM,
    CLUSTERED,
    DUPLICATES,
    BOUNDARY
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void shouldAnswerAsALookAtEveryVectorDoes(Kind kind) {
    assertAnswers(kind, 5000);
  }

  @Tag("torture")
  @ParameterizedTest
  @EnumSource(Kind.class)
  void shouldAnswerManyQueriesAsALookAtEveryVectorDoes(Kind kind) {
    assertAnswers(kind, 100_000);
  }

  private void assertAnswers(Kind kind, int queries) {
    float[][] vectors = vectors(kind, 600);
    VectorIndex<Integer> index = index(vectors);
    Search<Integer> search = index.search();
    for (int i = 0; i < queries; i++) {
      float[] query = query(kind, vectors[i % vectors.length]);
      assertSame(vectors, query, search, kind + " query " + i + ", seed " + SEED);
    }
  }

  @Test
  void shouldAnswerSoOverManyChunksAndAtLowThresholds() {
    float[][] vectors = vectors(Kind.CLUSTERED, 9000);
    VectorIndex<Integer> index = index(vectors);
    Search<Integer> search = index.search();
    for (int i = 0; i < 150; i++) {
      float[] query = query(Kind.CLUSTERED, vectors[i * 17 % vectors.length]);
      assertSame(vectors, query, search, "query " + i + ", seed " + SEED);
      assertEquals(true, search.find(query, -1, (item, cosine) -> true));
      assertEquals(best(vectors, query), search.cosine(), 1e-12);
    }
  }

  @Test
  void shouldAskForTheNextNearestWhenTheNearestWillNotDo() {
    float[][] vectors = vectors(Kind.CLUSTERED, 600);
    VectorIndex<Integer> index = index(vectors);
    Search<Integer> search = index.search();
    for (int i = 0; i < 500; i++) {
      float[] query = query(Kind.CLUSTERED, vectors[i]);
      int parity = i & 1;
      double best = -2;
      for (int k = parity; k < vectors.length; k += 2) {
        best = Math.max(best, cosine(vectors[k], query));
      }
      boolean found = search.find(query, 0.5, (item, cosine) -> (item & 1) == parity);
      assertEquals(best >= 0.5, found);
      if (found) {
        assertEquals(best, search.cosine(), 1e-12);
        assertEquals(parity, search.found() & 1);
      }
    }
  }

  @Test
  void shouldForgetWhatIsRemovedAndUseItsRowAgain() {
    float[][] vectors = vectors(Kind.RANDOM, 1000);
    VectorIndex<Integer> index = index(vectors);
    Search<Integer> search = index.search();
    for (int row = 0; row < 1000; row += 2) {
      index.remove(row);
    }
    for (int i = 0; i < 1000; i++) {
      assertEquals(i % 2 == 1, search.find(vectors[i], 0.99, (item, cosine) -> true));
    }
    long bytes = index.bytes();
    for (int i = 0; i < 1000; i += 2) {
      index.add(vectors[i], i);
    }
    assertEquals(bytes, index.bytes());
    for (int i = 0; i < 1000; i++) {
      assertTrue(search.find(vectors[i], 0.99, (item, cosine) -> true));
      assertEquals(i, search.found());
    }
  }

  @Test
  void shouldNeverShowAVectorThatIsBeingReplaced() throws Exception {
    VectorIndex<List<float[]>> index = new VectorIndex<>(DIMENSION, Runnable::run);
    float[][] centres = vectors(Kind.RANDOM, 4);
    AtomicBoolean isDone = new AtomicBoolean();
    try (ExecutorService threads =
        Executors.newFixedThreadPool(2, work -> new Thread(work, "reader"))) {
      List<Future<?>> readers = new ArrayList<>();
      for (int reader = 0; reader < 2; reader++) {
        readers.add(
            threads.submit(() -> {
              Search<List<float[]>> search = index.search();
              int looks = 0;
              while (!isDone.get() || looks < 100) {
                float[] query = centres[looks++ & 3];
                if (search.find(query, 0.3, (item, cosine) -> true)) {
                  assertEquals(cosine(search.found().getFirst(), query), search.cosine(), 1e-12);
                }
              }
            }));
      }
      for (int i = 0; i < 20_000; i++) {
        float[] vector = near(centres[i & 3], 0.9);
        int row = index.add(vector, List.of(vector));
        index.remove(row);
      }
      isDone.set(true);
      for (Future<?> reader : readers) {
        reader.get();
      }
    }
  }

  @Test
  void shouldRefuseWhatIsNoUnitVector() {
    VectorIndex<Integer> index = new VectorIndex<>(DIMENSION, Runnable::run);
    float[] none = new float[DIMENSION];
    float[] notANumber = vectors(Kind.RANDOM, 1)[0];
    notANumber[7] = Float.NaN;
    for (float[] bad : new float[][] {none, notANumber, new float[] {1}}) {
      assertThrows(IllegalArgumentException.class, () -> index.add(bad, 1));
      assertThrows(
          IllegalArgumentException.class,
          () -> index.search().find(bad, 0.9, (item, cosine) -> true));
    }
    assertFalse(index.search().find(vectors(Kind.RANDOM, 1)[0], -1, (item, cosine) -> true));
  }

  /** In a process with the memory for it. */
  @Test
  @Tag("torture")
  @Timeout(600)
  void shouldSearchAMillionVectors() throws Exception {
    List<String> flags = List.of("-XX:MaxDirectMemorySize=3g");
    assertEquals(0, ForkedJvm.of(Million.class.getName(), flags).inheritIO().start().waitFor());
  }

  /** Program that ends with an error if the content of the index is wrong. */
  static final class Million {
    private Million() {}

    /** Without arguments. */
    public static void main(String[] arguments) {
      new VectorIndexTest().searchAMillionVectors();
    }
  }

  /** Searches vectors in clusters, and prints the time. */
  private void searchAMillionVectors() {
    int count = 1_000_000;
    int asked = 2000;
    VectorIndex<Integer> index = new VectorIndex<>(DIMENSION, Runnable::run);
    float[][] some = new float[asked][];
    float[] centre = unit(noise());
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      centre = i % 25 == 0 ? unit(noise()) : centre;
      float[] vector = i % 25 == 0 ? centre : near(centre, 0.6);
      index.add(vector, i);
      some[i / (count / asked)] = vector;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Search<Integer> search = index.search();
    long[] nanos = new long[asked];
    for (int i = 0; i < 2 * asked; i++) { // the first half warms up
      float[] vector = Objects.requireNonNull(some[i % asked]);
      boolean isKnown = i % 2 == 0;
      float[] query = isKnown ? near(vector, random.nextDouble(THRESHOLD, 1)) : unit(noise());
      long begin = System.nanoTime();
      boolean isFound = search.find(query, THRESHOLD, (item, cosine) -> true);
      nanos[i % asked] = System.nanoTime() - begin;
      assertEquals(cosine(vector, query) >= THRESHOLD, isFound, "query " + i + ", seed " + SEED);
      if (isFound) {
        assertTrue(search.cosine() >= cosine(vector, query) - 1e-12);
      }
    }
    Arrays.sort(nanos);
    System.err.printf(
        "a million vectors: %.0f a second with making them, %.0f bytes each;"
            + " look-ups p50 %d us, p99 %d us, largest %d us%n",
        count / seconds,
        (double) index.bytes() / count,
        nanos[asked / 2] / 1000,
        nanos[asked * 99 / 100] / 1000,
        nanos[asked - 1] / 1000);
  }

  private static void assertSame(
      float[][] vectors, float[] query, Search<Integer> search, String context) {
    double best = best(vectors, query);
    boolean found = search.find(query, THRESHOLD, (item, cosine) -> true);
    assertEquals(best >= THRESHOLD, found, () -> context + ": best is " + best);
    if (found) {
      assertEquals(best, search.cosine(), 1e-12, context);
      assertEquals(best, cosine(vectors[search.found()], query), 1e-12, context);
    }
  }

  private VectorIndex<Integer> index(float[][] vectors) {
    VectorIndex<Integer> index = new VectorIndex<>(DIMENSION, Runnable::run);
    for (int i = 0; i < vectors.length; i++) {
      index.add(vectors[i], i);
    }
    return index;
  }

  private float[][] vectors(Kind kind, int count) {
    float[][] vectors = new float[count][];
    for (int i = 0; i < count; i++) {
      vectors[i] =
          switch (kind) {
            case RANDOM, BOUNDARY -> unit(noise());
            case CLUSTERED -> i % 20 == 0 ? unit(noise()) : near(vectors[i - i % 20], 0.9);
            case DUPLICATES -> i % 50 == 0 ? unit(noise()) : vectors[i - i % 50].clone();
          };
    }
    return vectors;
  }

  /** Returns a query near a vector; of kind BOUNDARY within a millionth of the threshold. */
  private float[] query(Kind kind, float[] vector) {
    double cosine =
        kind == Kind.BOUNDARY
            ? THRESHOLD + (random.nextBoolean() ? 1e-6 : -1e-6)
            : random.nextDouble(0.85, 1);
    return near(vector, cosine);
  }

  private float[] near(float[] vector, double cosine) {
    double[] across = noise();
    double along = 0;
    for (int k = 0; k < DIMENSION; k++) {
      along += across[k] * vector[k];
    }
    for (int k = 0; k < DIMENSION; k++) {
      across[k] -= along * vector[k];
    }
    float[] unit = unit(across);
    double[] mixed = new double[DIMENSION];
    for (int k = 0; k < DIMENSION; k++) {
      mixed[k] = cosine * vector[k] + Math.sqrt(1 - cosine * cosine) * unit[k];
    }
    return unit(mixed);
  }

  private double[] noise() {
    return random.doubles(DIMENSION, -1, 1).toArray();
  }

  private static float[] unit(double[] vector) {
    double squares = 0;
    for (double component : vector) {
      squares += component * component;
    }
    float[] unit = new float[vector.length];
    for (int k = 0; k < unit.length; k++) {
      unit[k] = (float) (vector[k] / Math.sqrt(squares));
    }
    return unit;
  }

  private static double best(float[][] vectors, float[] query) {
    double best = -2;
    for (float[] vector : vectors) {
      best = Math.max(best, cosine(Objects.requireNonNull(vector), query));
    }
    return best;
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int k = 0; k < a.length; k++) {
      dot += (double) a[k] * b[k];
      squaresA += (double) a[k] * a[k];
      squaresB += (double) b[k] * b[k];
    }
    return dot / Math.sqrt(squaresA * squaresB);
  }
}
