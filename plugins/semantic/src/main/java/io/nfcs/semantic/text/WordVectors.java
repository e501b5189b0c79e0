package io.nfcs.semantic.text;

import io.nfcs.memory.Digest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Texts as vectors of their words, pairs of words and pieces of words, each added at six signed
 * places (a sparse random projection; Achlioptas, 2003).
 *
 * <p><b>Threads.</b> Any. <b>Allocates</b> per call.
 */
public final class WordVectors {
  /** Components of a vector. */
  public static final int DIMENSION = 384;

  private static final int PLACES = 6;
  private static final int SHORTEST_PIECE = 3;
  private static final int LONGEST_PIECE = 4;

  private static final double WORD = 0.8;
  private static final double GRAMMAR = 0.25;
  private static final double NEGATION = 1.2;
  private static final double NUMBER = 1.3;
  private static final double PAIR = 0.35;
  private static final double PIECES = 0.6;

  private WordVectors() {}

  /** Fills a vector of norm 1, or of zeros for a text without words. */
  public static void embed(String text, float[] vector) {
    double[] sum = new double[DIMENSION];
    List<String> words = Words.of(text);
    Map<String, Integer> counts = new HashMap<>();
    String before = "^";
    for (String word : words) {
      String stem = Numbers.isNumber(word) ? Numbers.canonical(word) : stem(word);
      if (!Reading.isGrammar(word) || Reading.isNegation(word)) {
        add("p " + before + ' ' + stem, PAIR, sum);
        before = stem;
      }
      int count = counts.merge(stem, 1, Integer::sum);
      // 1 + ln n in all, for n times the word
      double times = count == 1 ? 1 : StrictMath.log((double) count / (count - 1));
      add("w " + stem, times * weight(word), sum);
      addPieces(stem, times * PIECES, sum);
    }
    normalise(sum, vector);
  }

  private static String stem(String word) {
    String unit = Units.named(word, false);
    return Synonyms.of(unit.isEmpty() ? Stem.of(word) : unit);
  }

  private static double weight(String word) {
    if (Reading.isNegation(word)) {
      return NEGATION;
    }
    return Numbers.isNumber(word) ? NUMBER : Reading.isGrammar(word) ? GRAMMAR : WORD;
  }

  private static void addPieces(String stem, double weight, double[] sum) {
    if (Reading.isGrammar(stem)) {
      return;
    }
    String padded = '^' + stem + '$';
    int pieces = 0;
    for (int length = SHORTEST_PIECE; length <= LONGEST_PIECE; length++) {
      pieces += Math.max(0, padded.length() - length + 1);
    }
    for (int length = SHORTEST_PIECE; length <= LONGEST_PIECE; length++) {
      for (int i = 0; i + length <= padded.length(); i++) {
        add("c " + padded.substring(i, i + length), weight / Math.sqrt(pieces), sum);
      }
    }
  }

  private static void add(String feature, double weight, double[] sum) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < feature.length(); i++) {
      hash = (hash ^ feature.charAt(i)) * 0x100000001b3L;
    }
    for (int place = 0; place < PLACES; place++) {
      hash = Digest.mix(hash, place);
      int at = (int) Long.remainderUnsigned(hash >>> 1, DIMENSION);
      sum[at] += (hash & 1) == 0 ? weight : -weight;
    }
  }

  private static void normalise(double[] sum, float[] vector) {
    double squares = 0;
    for (double component : sum) {
      squares += component * component;
    }
    double scale = squares == 0 ? 0 : 1 / Math.sqrt(squares);
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) (scale * sum[i]);
    }
  }
}
