package io.nfcs.semantic.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class WordVectorsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Hello world                    | Hi world                         | 1.00 | 1.00",
        "How do I reset my password?    | How can I reset my password?     | 0.95 | 0.99",
        "What is the capital of France? | capital of France                | 0.95 | 0.99",
        "colour of the sky              | color of the sky                 | 1.00 | 1.00",
        "What's the capital of France   | Which city is the French capital | 0.20 | 0.60",
        "the energy of the field        | a poem about rain                | -0.2 | 0.20"
      })
  void shouldBringTextsOfTheSameWordsTogether(String a, String b, double least, double most) {
    double cosine = cosine(vector(a), vector(b));
    assertTrue(cosine >= least - 1e-6 && cosine <= most + 1e-6, a + " / " + b + ": " + cosine);
  }

  @Test
  void shouldGiveUnitVectorsThatStayTheSame() {
    for (String text : List.of("a", "Hello, world!", "naïve café №5", "日本語 の テキスト", "42")) {
      float[] vector = vector(text);
      assertEquals(1, cosine(vector, vector), 1e-6, text);
      assertArrayEquals(vector, vector(text));
    }
    // another one needs another id of the embedder
    float[] hello = vector("Hello world");
    int place = 0;
    while (hello[place] == 0) {
      place++;
    }
    assertEquals("0: -0.06", place + ": " + Math.round(100 * hello[place]) / 100.0);
  }

  @Test
  void shouldGiveZerosForWhatHasNoWords() {
    assertArrayEquals(new float[WordVectors.DIMENSION], vector(" ?! ... "));
  }

  @Test
  void shouldTellApartWhatTheTextsTellApart() {
    Set<List<Float>> vectors = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      Float[] boxed = new Float[WordVectors.DIMENSION];
      float[] vector = vector("order " + i);
      for (int k = 0; k < vector.length; k++) {
        boxed[k] = vector[k];
      }
      vectors.add(List.of(boxed));
    }
    assertEquals(1000, vectors.size());
  }

  private static float[] vector(String text) {
    float[] vector = new float[WordVectors.DIMENSION];
    WordVectors.embed(text, vector);
    return vector;
  }

  private static double cosine(float[] a, float[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += (double) a[k] * b[k];
    }
    return sum;
  }
}
